using Microsoft.AspNetCore.Localization;

namespace AltogicAuth.Web;

public static class Languages
{
    public const string Cookie = "language";

    public static readonly CultureInfo[] Supported = [CultureInfo.GetCultureInfo("en"), CultureInfo.GetCultureInfo("tr")];

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
