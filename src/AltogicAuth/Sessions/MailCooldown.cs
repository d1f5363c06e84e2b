using System.Collections.Concurrent;

namespace AltogicAuth.Sessions;

/// <summary>At most one confirmation mail per address and minute, for known and unknown addresses alike.</summary>
public sealed class MailCooldown(TimeProvider time)
{
    public static readonly TimeSpan Length = TimeSpan.FromSeconds(60);

    private const int SweepAbove = 10_000;

    private readonly ConcurrentDictionary<string, DateTimeOffset> _until = new(StringComparer.Ordinal);

    /// <summary>Zero when a mail may go now, and starts the cool-down; else how long to wait.</summary>
    public TimeSpan TryStart(string address)
    {
        var now = time.GetUtcNow();
        Sweep(now);
        while (true)
        {
            if (_until.TryAdd(address, now + Length))
            {
                return TimeSpan.Zero;
            }

            if (_until.TryGetValue(address, out var until) && until > now)
            {
                return until - now;
            }

            _until.TryRemove(KeyValuePair.Create(address, until));
        }
    }

    public bool IsOn(string address) => _until.TryGetValue(address, out var until) && until > time.GetUtcNow();

    public void Cancel(string address) => _until.TryRemove(address, out _);

    private void Sweep(DateTimeOffset now)
    {
        if (_until.Count > SweepAbove)
        {
            foreach (var entry in _until.Where(entry => entry.Value <= now))
            {
                _until.TryRemove(entry);
            }
        }
    }
}
