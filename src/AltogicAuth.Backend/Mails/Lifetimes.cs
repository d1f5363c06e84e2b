using System.Globalization;

namespace AltogicAuth.Backend.Mails;

/// <summary>How long a link works, as people say it: in the largest unit that gives a whole number.</summary>
internal static class Lifetimes
{
    private static readonly (long Seconds, string English, string Turkish)[] Units =
        [(86_400, "day", "gün"), (3_600, "hour", "saat"), (60, "minute", "dakika"), (1, "second", "saniye")];

    /// <summary>In Turkish, or else in English.</summary>
    public static string InWords(TimeSpan lifetime, string language)
    {
        var seconds = (long)lifetime.TotalSeconds;
        var unit = Units.First(unit => seconds % unit.Seconds == 0);
        var count = seconds / unit.Seconds;
        return language == "tr"
            ? string.Create(CultureInfo.InvariantCulture, $"{count} {unit.Turkish}")
            : string.Create(CultureInfo.InvariantCulture, $"{count} {unit.English}{(count == 1 ? "" : "s")}");
    }
}
