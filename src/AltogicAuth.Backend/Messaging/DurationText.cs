using System.Globalization;

namespace AltogicAuth.Backend.Messaging;

/// <summary>A duration in words, in the largest unit that gives a whole number.</summary>
internal static class DurationText
{
    private static readonly (long Seconds, string English, string Turkish)[] Units =
        [(86_400, "day", "gün"), (3_600, "hour", "saat"), (60, "minute", "dakika"), (1, "second", "saniye")];

    /// <summary>In Turkish, or else in English.</summary>
    public static string Of(TimeSpan duration, string language)
    {
        var seconds = (long)duration.TotalSeconds;
        var unit = Units.First(unit => seconds % unit.Seconds == 0);
        var count = seconds / unit.Seconds;
        return language == "tr"
            ? string.Create(CultureInfo.InvariantCulture, $"{count} {unit.Turkish}")
            : string.Create(CultureInfo.InvariantCulture, $"{count} {unit.English}{(count == 1 ? "" : "s")}");
    }
}
