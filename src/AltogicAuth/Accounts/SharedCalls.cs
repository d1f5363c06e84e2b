using System.Collections.Concurrent;

namespace AltogicAuth.Accounts;

/// <summary>Concurrent submissions of a form share one call: one user, one message, one session.</summary>
public sealed class SharedCalls<T>
{
    private readonly ConcurrentDictionary<string, Lazy<Task<T>>> _running = new();

    public async Task<T> RunAsync(string key, Func<Task<T>> call)
    {
        var running = _running.GetOrAdd(key, _ => new Lazy<Task<T>>(call));
        try
        {
            return await running.Value;
        }
        finally
        {
            _running.TryRemove(KeyValuePair.Create(key, running));
        }
    }
}
