using AltogicAuth.RateLimiting;
using AltogicAuth.Web;

namespace AltogicAuth.EmailLinks;

/// <summary>At most one mail that does the same to an address in a minute, for known and unknown addresses alike.</summary>
public sealed class MailCooldown(IOptions<RateLimitOptions> options, TimeProvider time)
{
    private readonly TimeSpan _length = options.Value.MailCooldown;
    private readonly Lock _lock = new();
    private readonly ExpiringCache<TimeSpan> _until = new(options.Value.MailCooldown, time);

    /// <summary>How long no mail that does <paramref name="action"/> may go to the address; zero when one may.</summary>
    public TimeSpan Left(string action, string address)
    {
        lock (_lock)
        {
            var left = _until.Find(KeyOf(action, address)) - time.Monotonic();
            return left > TimeSpan.Zero ? left : TimeSpan.Zero;
        }
    }

    /// <summary>Starts the cool-down, unless it is on.</summary>
    public bool TryStart(string action, string address)
    {
        lock (_lock)
        {
            if (Left(action, address) > TimeSpan.Zero)
            {
                return false;
            }

            _until.Set(KeyOf(action, address), time.Monotonic() + _length);
            return true;
        }
    }

    public void Cancel(string action, string address)
    {
        lock (_lock)
        {
            _until.Remove(KeyOf(action, address));
        }
    }

    private static string KeyOf(string action, string address) => $"{action} to {address}";
}
