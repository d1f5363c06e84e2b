using AltogicAuth.RateLimiting;

namespace AltogicAuth.EmailLinks;

/// <summary>At most one mail of a purpose to an address within the cooldown, for known and unknown addresses alike. Kept in this process.</summary>
public sealed class MailCooldown(IOptions<RateLimitOptions> options, TimeProvider time)
{
    private readonly TimeSpan _length = options.Value.MailCooldown;
    private readonly Lock _lock = new();
    private readonly ExpiringCache<TimeSpan> _until = new(options.Value.MailCooldown, time);

    public TimeSpan Left(LinkPurpose purpose, EmailAddress address)
    {
        lock (_lock)
        {
            var left = _until.Find(KeyOf(purpose, address)) - time.Monotonic();
            return left > TimeSpan.Zero ? left : TimeSpan.Zero;
        }
    }

    public bool TryStart(LinkPurpose purpose, EmailAddress address)
    {
        lock (_lock)
        {
            if (Left(purpose, address) > TimeSpan.Zero)
            {
                return false;
            }

            _until.Set(KeyOf(purpose, address), time.Monotonic() + _length);
            return true;
        }
    }

    public void Cancel(LinkPurpose purpose, EmailAddress address)
    {
        lock (_lock)
        {
            _until.Remove(KeyOf(purpose, address));
        }
    }

    private static string KeyOf(LinkPurpose purpose, EmailAddress address) => $"{purpose.Code} to {address.Value}";
}
