namespace AltogicAuth.Web;

/// <summary>Section <c>Hsts</c>: what browsers are told outside Development about coming by https only.</summary>
public sealed class HstsOptions
{
    public const string Section = "Hsts";

    /// <summary>How long a browser comes by https only. Zero makes it forget.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "730.00:00:00", ErrorMessage = "Hsts:MaxAge must be a time from 00:00:00 to 730.00:00:00.")]
    public TimeSpan MaxAge { get; set; } = TimeSpan.FromDays(365);

    /// <summary>Whether that holds for every host below the site's own, which may be other people's.</summary>
    public bool IncludeSubDomains { get; set; }
}
