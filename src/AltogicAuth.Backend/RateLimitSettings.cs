namespace AltogicAuth.Backend;

/// <summary>Section <c>Backend:RateLimits</c>.</summary>
public sealed class RateLimitSettings
{
    /// <summary>Whether attempts are counted. Off is for load tests.</summary>
    public bool Enabled { get; set; } = true;
}
