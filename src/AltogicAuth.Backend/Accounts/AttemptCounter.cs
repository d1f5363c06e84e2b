namespace AltogicAuth.Backend.Accounts;

/// <summary>Counts attempts by key. A window begins with the first attempt of a key, and is measured by monotonic time.</summary>
internal sealed class AttemptCounter(int limit, TimeSpan window, TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, (long Start, int Count)> _windows = [];
    private long _purged = time.GetTimestamp();

    /// <summary>Null when the attempt is within the limit, else the time until the window ends. A rejected attempt does not count.</summary>
    public TimeSpan? TryAcquire(string key)
    {
        lock (_lock)
        {
            var now = time.GetTimestamp();
            Purge(now);
            if (!_windows.TryGetValue(key, out var current) || IsOver(current.Start, now))
            {
                current = (now, 0);
            }

            if (current.Count >= limit)
            {
                return window - time.GetElapsedTime(current.Start, now);
            }

            _windows[key] = current with { Count = current.Count + 1 };
            return null;
        }
    }

    /// <summary>Once in a window: a key costs memory for two windows at most.</summary>
    private void Purge(long now)
    {
        if (!IsOver(_purged, now))
        {
            return;
        }

        foreach (var (key, _) in _windows.Where(entry => IsOver(entry.Value.Start, now)))
        {
            _windows.Remove(key);
        }

        _purged = now;
    }

    private bool IsOver(long start, long now) => time.GetElapsedTime(start, now) >= window;
}
