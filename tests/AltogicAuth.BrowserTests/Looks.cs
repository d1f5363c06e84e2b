using Microsoft.Playwright;

namespace AltogicAuth.BrowserTests;

/// <summary>
/// Pages and states are looked at in four looks, which have wide and narrow, light and dark, and both languages among them: no
/// accessibility violation, no complaint, nothing cut off. Forms are filled in by the ids of their fields, which are the same in every language.
/// </summary>
internal static class Looks
{
    public static TheoryData<string, ColorScheme, int, string> All => new()
    {
        { "light", ColorScheme.Light, 1280, "en" },
        { "dark", ColorScheme.Dark, 1280, "en" },
        { "narrow", ColorScheme.Light, 320, "en" },
        { "dark-narrow-tr", ColorScheme.Dark, 320, "tr" },
    };

    public static string NewAddress() => $"{Guid.NewGuid():N}@example.test";

    public static Task<BrowserPage> NewPageAsync(BrowserApp app, ColorScheme scheme, int width, string language) =>
        app.NewPageAsync(new BrowserNewContextOptions
        {
            ColorScheme = scheme,
            Locale = language,
            ViewportSize = new ViewportSize { Width = width, Height = 800 },
        });

    public static async Task SubmitAsync(BrowserPage page, string address, params (string Id, string Value)[] typed)
    {
        await page.OpenAsync(address);
        foreach (var (id, value) in typed)
        {
            await page.Page.FillAsync($"#{id}", value);
        }

        await page.Page.ClickAsync("main .primary");
    }

    /// <summary>Past the script and past what the browser itself would say.</summary>
    public static async Task SendAsItStandsAsync(BrowserPage page, string form)
    {
        await page.Page.Locator(form).EvaluateAsync("form => { document.documentElement.dataset.left = ''; form.submit(); }");
        // The answer may be there before its page is.
        await Assertions.Expect(page.Page.Locator("html:not([data-left]) main")).ToBeVisibleAsync();
    }
}
