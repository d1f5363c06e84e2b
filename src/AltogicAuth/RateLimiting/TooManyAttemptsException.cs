namespace AltogicAuth.RateLimiting;

/// <summary>The visitor has to wait. <see cref="RateLimitFilter"/> turns it into a response.</summary>
public sealed class TooManyAttemptsException(RateLimitPolicy policy, RateLimitRejection rejection) : Exception("Too many attempts.")
{
    public RateLimitPolicy Policy => policy;

    public RateLimitRejection Rejection => rejection;
}
