using System.Globalization;

namespace AltogicAuth.Web;

/// <summary>The value of <c>Strict-Transport-Security</c>. Development has none: localhost may serve other sites over http.</summary>
public sealed class Hsts(IHostEnvironment environment, IOptions<HstsOptions> options)
{
    public string? Header { get; } = environment.IsDevelopment() ? null : HeaderOf(options.Value);

    private static string HeaderOf(HstsOptions options)
    {
        var seconds = ((long)options.MaxAge.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        return options.IncludeSubDomains ? $"max-age={seconds}; includeSubDomains" : $"max-age={seconds}";
    }
}
