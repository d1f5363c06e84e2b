namespace AltogicAuth.RateLimiting;

/// <summary>Up to when the device cookies of an account are revoked. Kept in this process.</summary>
public sealed class DeviceRevocations(TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly ExpiringCache<long> _until = new(DeviceCookies.Lifetime, time);

    public bool IsRevoked(DeviceCookie device)
    {
        lock (_lock)
        {
            return device.IssuedAt <= _until.Find(device.AccountHash);
        }
    }

    /// <summary>Now, but later than what is revoked.</summary>
    public long NextIssue(string accountHash)
    {
        lock (_lock)
        {
            return Math.Max(time.GetUtcNow().ToUnixTimeMilliseconds(), _until.Find(accountHash) + 1);
        }
    }

    /// <summary>Revokes what was issued until now.</summary>
    public void Revoke(string accountHash)
    {
        lock (_lock)
        {
            _until.Set(accountHash, NextIssue(accountHash));
        }
    }
}
