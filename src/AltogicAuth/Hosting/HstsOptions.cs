namespace AltogicAuth.Hosting;

public sealed class HstsOptions
{
    public const string Section = "Hsts";

    /// <summary>How long a browser uses https only. Zero ends it.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "730.00:00:00", ErrorMessage = "Hsts:MaxAge must be a time from 00:00:00 to 730.00:00:00.")]
    public TimeSpan MaxAge { get; set; } = TimeSpan.FromDays(365);

    public bool IncludeSubDomains { get; set; }
}
