using System.Collections.Concurrent;

namespace AltogicAuth.Messages;

/// <summary>Gives responses about an address or a number the same duration. A longer call continues after the response, also while the app stops.</summary>
public sealed partial class ResponsePadding(TimeProvider time, ILogger<ResponsePadding> logger) : IHostedService
{
    public static readonly TimeSpan MinimumDuration = TimeSpan.FromMilliseconds(400);

    private readonly ConcurrentDictionary<Task, bool> _running = new();

    public Task DelayAsync() => Task.Delay(MinimumDuration, time);

    /// <summary>Null when the call continues after the response, or none was due.</summary>
    public async Task<AltogicResult?> RunAsync(Func<Task<AltogicResult?>> call)
    {
        var work = call();
        _ = TrackAsync(work);
        await DelayAsync();
        if (work.IsCompleted)
        {
            return await work;
        }

        _ = FinishAsync(work);
        return null;
    }

    public async Task WhenAllCompletedAsync() => await Task.WhenAll(_running.Keys).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    Task IHostedService.StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    async Task IHostedService.StopAsync(CancellationToken cancellationToken) =>
        await WhenAllCompletedAsync().WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    private async Task TrackAsync(Task work)
    {
        _running[work] = true;
        await work.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _running.TryRemove(work, out _);
    }

    private async Task FinishAsync(Task work)
    {
        try
        {
            await work;
        }
        catch (AltogicException failure)
        {
            FailedAfterResponse(failure);
        }
    }

    [LoggerMessage(2002, LogLevel.Warning, "A message was requested, and the backend failed after the response to the visitor")]
    private partial void FailedAfterResponse(Exception failure);
}
