namespace AltogicAuth.RateLimiting;

public sealed class InMemoryAttemptStore(TimeProvider time) : IAttemptStore
{
    // The longest MaxDelay and the longest ResetAfter together.
    private static readonly TimeSpan Retention = TimeSpan.FromHours(2);

    private readonly Lock _lock = new();
    private readonly ExpiringCache<Attempts> _attempts = new(Retention, time);

    public ValueTask<RateLimitRejection?> TryAcquireAsync(IReadOnlyList<Partition> partitions)
    {
        lock (_lock)
        {
            var now = time.Monotonic();
            var rejection = partitions.Select(partition => new RateLimitRejection(partition.Name, DelayOf(partition, now)))
                .FirstOrDefault(rejection => rejection.Delay > TimeSpan.Zero);
            foreach (var partition in rejection is null ? partitions : [])
            {
                Count(partition, now);
            }

            return new(rejection);
        }
    }

    public ValueTask ResetAsync(IReadOnlyList<string> keys)
    {
        lock (_lock)
        {
            foreach (var key in keys)
            {
                _attempts.Remove(key);
            }
        }

        return default;
    }

    private TimeSpan DelayOf(Partition partition, TimeSpan now)
    {
        var delay = partition.DelayAfter(Find(partition.Key, partition, now).Count);
        if (delay == TimeSpan.Zero)
        {
            return delay;
        }

        var slot = Find(partition.DelaySlot, partition, now);
        if (slot == default)
        {
            // Others have used up the free attempts: this visitor waits from now on.
            slot = new Attempts(0, now + delay);
            _attempts.Set(partition.DelaySlot, slot);
        }

        return slot.FreeAt - now;
    }

    private void Count(Partition partition, TimeSpan now)
    {
        var count = Find(partition.Key, partition, now).Count + 1;
        var freeAt = now + partition.DelayAfter(count);
        if (freeAt > now)
        {
            _attempts.Set(partition.DelaySlot, new Attempts(0, freeAt));
        }

        _attempts.Set(partition.Key, new Attempts(count, freeAt));
    }

    private Attempts Find(string key, Partition partition, TimeSpan now)
    {
        var attempts = _attempts.Find(key);
        return now > attempts.FreeAt + partition.ResetAfter ? default : attempts;
    }

    private readonly record struct Attempts(int Count, TimeSpan FreeAt);
}
