using System.Globalization;

namespace AltogicAuth.Backend;

internal static class Timestamps
{
    /// <summary>ISO 8601, UTC, milliseconds: the form of the API, which also sorts by time.</summary>
    public static string Format(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
