using System.Globalization;
using System.Security.Cryptography;

namespace AltogicAuth.Backend.Tables;

internal static class Ids
{
    /// <summary>24 lower-case hexadecimal characters, as Altogic's are.</summary>
    public static string New() => RandomNumberGenerator.GetHexString(24, lowercase: true);

    /// <summary>A time as it travels: ISO 8601, UTC, milliseconds.</summary>
    public static string Time(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    public static DateTimeOffset Time(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
