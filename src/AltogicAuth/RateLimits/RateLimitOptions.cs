using System.ComponentModel.DataAnnotations;

namespace AltogicAuth.RateLimits;

/// <summary>
/// Section <c>RateLimits</c>. After some free tries each further one has to wait, at first briefly, then twice as long each
/// time, up to a bound: nobody can lock somebody else out for good.
/// </summary>
public sealed class RateLimitOptions
{
    public const string Section = "RateLimits";

    /// <summary>Off is for load tests only.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>Tries with the same account, from wherever.</summary>
    public LimitOptions PerAccount { get; set; } = new() { FreeTries = 10, LongestWait = TimeSpan.FromMinutes(1) };

    /// <summary>Tries from the same address (an IPv6 /64 counts as one), with whatever account.</summary>
    public LimitOptions PerAddress { get; set; } = new() { FreeTries = 60, LongestWait = TimeSpan.FromMinutes(15) };
}

public sealed class LimitOptions
{
    [Range(1, int.MaxValue)]
    public int FreeTries { get; set; }

    public TimeSpan FirstWait { get; set; } = TimeSpan.FromSeconds(2);

    public TimeSpan LongestWait { get; set; }

    /// <summary>Without a try for so long, the count starts anew.</summary>
    public TimeSpan Forget { get; set; } = TimeSpan.FromMinutes(15);
}
