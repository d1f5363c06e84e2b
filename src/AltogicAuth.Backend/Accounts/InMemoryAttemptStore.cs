using AltogicAuth.Backend.Data;

namespace AltogicAuth.Backend.Accounts;

/// <summary>Counts in this process, by monotonic time. SQLite has this one: a write for each attempt would hold up all other writers.</summary>
internal sealed class InMemoryAttemptStore(TimeProvider time) : IAttemptStore
{
    /// <summary>More keys than this share the counts of their kind, so that many addresses do not fill the memory.</summary>
    public const int MaxKeys = 100_000;

    private const int SharedKeys = 1_024;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, (long Start, TimeSpan Length, int Count)> _windows = [];

    public Task<ExceededLimit?> TryAcquireAsync(IReadOnlyList<AttemptLimit> limits)
    {
        lock (_lock)
        {
            var now = time.GetTimestamp();
            return Task.FromResult(limits.Select(limit => TryAcquire(limit, now)).FirstOrDefault(exceeded => exceeded is not null));
        }
    }

    public Task PurgeAsync()
    {
        lock (_lock)
        {
            var now = time.GetTimestamp();
            foreach (var (key, _) in _windows.Where(entry => IsOver(entry.Value.Start, entry.Value.Length, now)))
            {
                _windows.Remove(key);
            }
        }

        return Task.CompletedTask;
    }

    private ExceededLimit? TryAcquire(AttemptLimit limit, long now)
    {
        var key = _windows.Count < MaxKeys || _windows.ContainsKey(limit.Key) ? limit.Key : $"shared {limit.Kind} {(uint)limit.Key.GetHashCode(StringComparison.Ordinal) % SharedKeys}";
        var (start, length, count) = _windows.TryGetValue(key, out var current) && !IsOver(current.Start, current.Length, now) ? current : (now, limit.Window, 0);
        if (count >= limit.Limit)
        {
            return new ExceededLimit(limit, length - time.GetElapsedTime(start, now));
        }

        _windows[key] = (start, length, count + 1);
        return null;
    }

    private bool IsOver(long start, TimeSpan length, long now) => time.GetElapsedTime(start, now) >= length;
}
