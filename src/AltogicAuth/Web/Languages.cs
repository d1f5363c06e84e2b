using Microsoft.AspNetCore.Localization;

namespace AltogicAuth.Web;

public static class Languages
{
    public const string Cookie = "language";

    // The first is for visitors whose browser requests none of them.
    private static readonly (string Code, PluralRule Plurals)[] List =
    [
        ("en", PluralRule.OneOrOther),
        ("tr", PluralRule.OneOrOther),
        ("ar", PluralRule.Arabic),
    ];

    public static readonly CultureInfo[] Supported = [.. List.Select(language => CultureInfo.GetCultureInfo(language.Code))];

    public static PluralRule PluralsOf(CultureInfo culture) =>
        List.FirstOrDefault(language => language.Code == culture.TwoLetterISOLanguageName, List[0]).Plurals;

    public static void UseLanguages(this WebApplication app)
    {
        var cookies = app.Services.GetRequiredService<AppCookieManager>();
        app.UseRequestLocalization(new RequestLocalizationOptions
        {
            DefaultRequestCulture = new RequestCulture(Supported[0]),
            SupportedCultures = Supported,
            SupportedUICultures = Supported,
            RequestCultureProviders =
            [
                new CustomRequestCultureProvider(http => Task.FromResult(ChoiceIn(cookies.GetRequestCookie(http, Cookie)))),
                new AcceptLanguageHeaderRequestCultureProvider(),
            ],
        });
    }

    private static ProviderCultureResult? ChoiceIn(string? cookie) =>
        Supported.Any(culture => culture.Name == cookie) ? new ProviderCultureResult(cookie) : null;
}
