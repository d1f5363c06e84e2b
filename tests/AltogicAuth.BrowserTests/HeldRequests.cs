using Microsoft.Playwright;

namespace AltogicAuth.BrowserTests;

/// <summary>Requests that wait on their way until they are let go.</summary>
public sealed class HeldRequests
{
    private readonly TaskCompletionSource _gate = new();
    private int _count;

    public int Count => _count;

    public void Release() => _gate.TrySetResult();

    internal async Task WaitAsync(IRoute route)
    {
        Interlocked.Increment(ref _count);
        await _gate.Task;
        await route.ContinueAsync();
    }
}
