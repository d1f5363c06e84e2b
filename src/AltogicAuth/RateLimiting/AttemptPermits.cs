namespace AltogicAuth.RateLimiting;

/// <summary>
/// A permit is taken right before the backend is called. What is answered without the backend (another site's request, a
/// form that is not filled in, a link that is kept for later) costs the visitor nothing.
/// </summary>
public sealed class AttemptPermits(Limiter limiter, DeviceCookies devices)
{
    /// <summary>Counts an attempt. <paramref name="account"/> is the address or the user that the form names.</summary>
    /// <exception cref="TooManyAttemptsException">The visitor has to wait first.</exception>
    public void Acquire(HttpContext http, RateLimitPolicy form, string? account = null)
    {
        if (limiter.TryAcquire(form, account, http.Connection.RemoteIpAddress, devices.Find(http, account)) is { } refused)
        {
            throw new TooManyAttemptsException(form, refused.Partition, refused.Wait);
        }
    }

    /// <summary>After a successful log-in: neither the visitor's own failures nor those of others count any more.</summary>
    public void Reset(HttpContext http, RateLimitPolicy form, string account) => limiter.Reset(form, account, http.Connection.RemoteIpAddress);
}
