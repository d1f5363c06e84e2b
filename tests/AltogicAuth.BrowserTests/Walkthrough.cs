using Microsoft.Playwright;

namespace AltogicAuth.BrowserTests;

/// <summary>
/// A browser in one language that checks each page and state that it comes to, in every color scheme and width. Forms are filled in
/// by the ids of their fields, which are the same in every language.
/// </summary>
internal sealed class Walkthrough
{
    private static readonly Dictionary<string, (string Name, ColorScheme Scheme, int Width)[]> Looks = new()
    {
        ["en"] = [("light", ColorScheme.Light, 1280), ("dark", ColorScheme.Dark, 1280), ("narrow", ColorScheme.Light, 320)],
        ["tr"] = [("dark-narrow-tr", ColorScheme.Dark, 320)],
        ["ar"] = [("ar", ColorScheme.Light, 1280), ("dark-narrow-ar", ColorScheme.Dark, 320)],
    };

    private readonly BrowserPage _browser;
    private readonly string _language;

    private Walkthrough(BrowserPage browser, string language)
    {
        _browser = browser;
        _language = language;
    }

    /// <summary>English, and in the long set the others.</summary>
    public static IEnumerable<TheoryDataRow<string>> Languages =>
        Looks.Keys.Select(language => new TheoryDataRow<string>(language).WithTrait("Set", language == "en" ? "Short" : "Long"));

    public IPage Page => _browser.Page;

    public static async Task<Walkthrough> StartAsync(BrowserApp app, string language) =>
        new(await app.NewPageAsync(new BrowserNewContextOptions { Locale = language, ReducedMotion = ReducedMotion.Reduce }), language);

    public static string NewAddress() => $"{Guid.NewGuid():N}@example.test";

    /// <summary>Checks the page as it is now: accessible, nothing cut off, no error in the console.</summary>
    public async Task CheckAsync(string name)
    {
        foreach (var (look, scheme, width) in BrowserPage.Screenshots is null ? Looks[_language] : AllLooks())
        {
            await Page.EmulateMediaAsync(new() { ColorScheme = scheme });
            await Page.SetViewportSizeAsync(width, 800);
            await _browser.CheckAsync($"{name}-{look}");
        }
    }

    private IEnumerable<(string Name, ColorScheme Scheme, int Width)> AllLooks() =>
        from scheme in new[] { ColorScheme.Light, ColorScheme.Dark }
        from width in new[] { 1280, 390, 320 }
        select ($"{scheme}-{width}-{_language}".ToLowerInvariant(), scheme, width);

    public Task LogInAsync(string email, string password) => _browser.LogInAsync(email, password);

    public Task OpenAsync(string address) => _browser.OpenAsync(address);

    public async Task OpenAndCheckAsync(string name, string address)
    {
        await OpenAsync(address);
        await CheckAsync(name);
    }

    public async Task SubmitAsync(string address, params (string Id, string Value)[] fields)
    {
        await OpenAsync(address);
        await FillAndSubmitAsync(fields);
    }

    public async Task SubmitAndCheckAsync(string name, string address, params (string Id, string Value)[] fields)
    {
        await SubmitAsync(address, fields);
        await CheckAsync(name);
    }

    /// <summary>Fills in the main form of the page that is open, and submits it.</summary>
    public async Task FillAndSubmitAsync(params (string Id, string Value)[] fields)
    {
        foreach (var (id, value) in fields)
        {
            await Page.FillAsync($"#{id}", value);
        }

        await Page.ClickAsync("main .primary");
    }

    public Task ChoosePhotoAsync(byte[] bytes) => Page.Locator("#Photo").SetInputFilesAsync(Pictures.AsFile(bytes));

    /// <summary>Submits a form without the script and without the browser's own validation.</summary>
    public async Task SubmitWithoutScriptAsync(string form)
    {
        await Page.Locator(form).EvaluateAsync("form => { document.documentElement.dataset.left = ''; form.submit(); }");
        // The response may be there before its page is.
        await Assertions.Expect(Page.Locator("html:not([data-left]) main")).ToBeVisibleAsync();
    }
}
