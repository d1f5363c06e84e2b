using System.Globalization;

namespace AltogicAuth.Backend.Messaging;

/// <summary>A language of mails, SMS and pages.</summary>
internal sealed record Language(string Code, PluralRule Plurals)
{
    /// <summary>English, the first, is for readers whose browser prefers none of these.</summary>
    public static readonly Language[] All =
    [
        new("en", PluralRule.OneOrOther),
        new("tr", PluralRule.OneOrOther),
        new("ar", PluralRule.Arabic),
    ];

    public CultureInfo Culture { get; } = CultureInfo.GetCultureInfo(Code);

    public static Language Find(string code) => All.FirstOrDefault(language => language.Code == code) ?? All[0];

    /// <summary>What the browser prefers: the first language of <c>Accept-Language</c> without its region, in lower case; empty when there is none.</summary>
    public static string PreferredBy(string? acceptLanguage) => (acceptLanguage ?? "").Split(',', ';', '-')[0].Trim().ToLowerInvariant();

    public static string DirectionOf(CultureInfo culture) => culture.TextInfo.IsRightToLeft ? "rtl" : "ltr";
}
