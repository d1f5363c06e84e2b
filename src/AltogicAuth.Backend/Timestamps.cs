using System.Globalization;

namespace AltogicAuth.Backend;

internal static class Timestamps
{
    /// <summary>1970 where the text is missing.</summary>
    public static DateTimeOffset Parse(string? text) =>
        text is null ? DateTimeOffset.UnixEpoch : DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    /// <summary>ISO 8601, UTC, milliseconds.</summary>
    public static string Format(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
