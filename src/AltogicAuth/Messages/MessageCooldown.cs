using AltogicAuth.RateLimiting;

namespace AltogicAuth.Messages;

/// <summary>At most one message of a purpose to an address or a number within the cooldown, known or not. Kept in this process.</summary>
public sealed class MessageCooldown(IOptions<RateLimitOptions> options, TimeProvider time)
{
    private readonly TimeSpan _length = options.Value.MessageCooldown;
    private readonly Lock _lock = new();
    private readonly ExpiringCache<TimeSpan> _until = new(options.Value.MessageCooldown, time);

    public TimeSpan Left(string purpose, string recipient)
    {
        lock (_lock)
        {
            var left = _until.Find(KeyOf(purpose, recipient)) - time.Monotonic();
            return left > TimeSpan.Zero ? left : TimeSpan.Zero;
        }
    }

    public int SecondsLeft(string purpose, string recipient) => (int)Math.Ceiling(Left(purpose, recipient).TotalSeconds);

    public bool TryStart(string purpose, string recipient)
    {
        lock (_lock)
        {
            if (Left(purpose, recipient) > TimeSpan.Zero)
            {
                return false;
            }

            _until.Set(KeyOf(purpose, recipient), time.Monotonic() + _length);
            return true;
        }
    }

    public void Cancel(string purpose, string recipient)
    {
        lock (_lock)
        {
            _until.Remove(KeyOf(purpose, recipient));
        }
    }

    private static string KeyOf(string purpose, string recipient) => $"{purpose} to {recipient}";
}
