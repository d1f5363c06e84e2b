using System.Globalization;
using System.Resources;

namespace AltogicAuth.Backend.Messaging;

/// <summary>The texts of <c>Texts.resx</c> (English) and <c>Texts.{language}.resx</c>: those of pages, and parts of mails.</summary>
internal sealed class Texts(Language language)
{
    private static readonly ResourceManager Resources = new(typeof(Texts));

    private static readonly (long Seconds, string Key)[] Units =
        [(86_400, "Duration.Day"), (3_600, "Duration.Hour"), (60, "Duration.Minute"), (1, "Duration.Second")];

    public string this[string key] => Resources.GetString(key, language.Culture)!;

    /// <summary>A duration in the largest unit that gives a whole number.</summary>
    public string Duration(TimeSpan duration)
    {
        var seconds = (long)duration.TotalSeconds;
        var unit = Units.First(unit => seconds % unit.Seconds == 0);
        var count = seconds / unit.Seconds;
        return string.Format(CultureInfo.InvariantCulture, this[$"{unit.Key}.{language.Plurals.FormOf(count)}"], count);
    }

    public string EventTime(DateTimeOffset time) => time.UtcDateTime.ToString(this["EventTime"], language.Culture);
}
