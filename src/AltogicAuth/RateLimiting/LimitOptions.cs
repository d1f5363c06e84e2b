namespace AltogicAuth.RateLimiting;

/// <summary>After some free tries each further one has to wait, at first briefly, then twice as long each time, up to a bound.</summary>
public sealed class LimitOptions
{
    /// <summary>The longest time that a setting may have: to wait for longer is to be locked out.</summary>
    public const string Hour = "01:00:00";

    private const string Second = "00:00:01";

    [Range(1, int.MaxValue)]
    public int PermitLimit { get; set; }

    [Range(typeof(TimeSpan), Second, Hour)]
    public TimeSpan InitialDelay { get; set; } = TimeSpan.FromSeconds(2);

    [Range(typeof(TimeSpan), Second, Hour)]
    public TimeSpan MaxDelay { get; set; }

    /// <summary>Without a try for so long after the last wait, the count starts anew.</summary>
    [Range(typeof(TimeSpan), Second, Hour)]
    public TimeSpan ResetAfter { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>What the next try has to wait after so many.</summary>
    public TimeSpan DelayAfter(int tries) => tries < PermitLimit
        ? TimeSpan.Zero
        : TimeSpan.FromTicks((long)Math.Min(MaxDelay.Ticks, InitialDelay.Ticks * Math.Pow(2, tries - PermitLimit)));
}
