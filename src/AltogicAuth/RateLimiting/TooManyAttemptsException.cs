namespace AltogicAuth.RateLimiting;

/// <summary>What was asked for has to wait. <see cref="RateLimitFilter"/> answers it.</summary>
public sealed class TooManyAttemptsException(RateLimitPolicy form, string partition, TimeSpan wait) : Exception("Too many attempts.")
{
    public RateLimitPolicy Form => form;

    /// <summary>Which limit says so.</summary>
    public string Partition => partition;

    public TimeSpan Wait => wait;
}
