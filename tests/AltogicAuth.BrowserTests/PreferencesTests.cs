using Microsoft.Playwright;

namespace AltogicAuth.BrowserTests;

/// <summary>Theme and language with scripts. What they do without stands in <see cref="JourneyTests"/>.</summary>
public sealed class PreferencesTests(BrowserApp app)
{
    [Fact]
    public async Task Theme_applies_at_once_and_keeps_the_input()
    {
        var page = await app.NewPageAsync();
        await page.OpenAsync("/");
        await page.OpenAsync("/register");
        await page.FillAsync("Name", "Ada");
        var steps = await StepsAsync(page);
        var held = await page.HoldAsync("/preferences");

        await page.PressAsync("Dark");
        await Assertions.Expect(page.Page.Locator("html")).ToHaveAttributeAsync("data-theme", "dark");
        Assert.Equal("dark", await page.Page.EvaluateAsync<string>("getComputedStyle(document.body).colorScheme"));
        await Assertions.Expect(page.Page.Locator(".site-footer [aria-pressed=true][name=theme]")).ToHaveTextAsync("Dark");
        held.Release();
        while ((await page.Page.Context.CookiesAsync()).All(cookie => cookie.Name != "theme"))
        {
            await page.Page.EvaluateAsync("0");
        }

        await Assertions.Expect(page.Page.GetByLabel("Name", new() { Exact = true })).ToHaveValueAsync("Ada");
        Assert.Equal(steps, await StepsAsync(page));
        await page.Page.ReloadAsync();
        await Assertions.Expect(page.Page.Locator("html")).ToHaveAttributeAsync("data-theme", "dark");
        await page.PressAsync("System");
        await Assertions.Expect(page.Page.Locator("meta[name=color-scheme]")).ToHaveAttributeAsync("content", "light dark");
        Assert.Empty(page.ConsoleErrors);
    }

    [Theory]
    [InlineData("/login?returnUrl=%2Fprofile%2Femail", "Giriş yapın")]
    [InlineData("/nowhere", "Sayfa bulunamadı")]
    public async Task Language_change_adds_no_history_entry(string address, string heading)
    {
        var page = await app.NewPageAsync();
        await page.OpenAsync("/");
        await page.OpenAsync(address);

        await page.PressAsync("Türkçe");

        await Assertions.Expect(page.Page.Locator("h1")).ToHaveTextAsync(heading);
        await Assertions.Expect(page.Page.Locator("html")).ToHaveAttributeAsync("lang", "tr");
        await Assertions.Expect(page.Page).ToHaveURLAsync($"{app.Address}{address}");
        await page.Page.GoBackAsync();
        await Assertions.Expect(page.Page).ToHaveURLAsync($"{app.Address}/");
        await Assertions.Expect(page.Page.Locator("html")).ToHaveAttributeAsync("lang", "tr");
    }

    [Fact]
    public async Task Language_change_does_not_resubmit_a_rejected_form()
    {
        var page = await app.NewPageAsync();
        await page.OpenAsync("/register");
        await page.PressAsync("Create account");
        await page.Page.Locator(".error-summary a").First.ClickAsync();
        var held = await page.HoldAsync("/register");
        held.Release();

        await page.PressAsync("Türkçe");

        await Assertions.Expect(page.Page.Locator("html")).ToHaveAttributeAsync("lang", "tr");
        await Assertions.Expect(page.Page.Locator(".error-summary")).ToHaveCountAsync(0);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Language_change_keeps_everything_but_passwords(bool scripts)
    {
        var page = await app.NewPageAsync(new BrowserNewContextOptions { JavaScriptEnabled = scripts });
        var addresses = new List<string>();
        page.Page.Request += (_, request) => addresses.Add(request.Url);
        await page.OpenAsync("/register?returnUrl=%2Fprofile%2Fpassword");
        await page.FillAsync("Name", "Ada \"Lovelace\"");
        await page.FillAsync("Email address", "ada@example.test");
        await page.FillAsync("Password", "a fine long phrase");

        await page.PressAsync("Türkçe");

        await Assertions.Expect(page.Page.Locator("html")).ToHaveAttributeAsync("lang", "tr");
        await Assertions.Expect(page.Page).ToHaveURLAsync($"{app.Address}/register?returnUrl=%2Fprofile%2Fpassword");
        await Assertions.Expect(page.Page.Locator("#Input_Name")).ToHaveValueAsync("Ada \"Lovelace\"");
        await Assertions.Expect(page.Page.Locator("#Input_Identifier")).ToHaveValueAsync("ada@example.test");
        await Assertions.Expect(page.Page.Locator("#Input_Password")).ToHaveValueAsync("");
        Assert.DoesNotContain(addresses, address => address.Contains("Ada", StringComparison.Ordinal) || address.Contains("example.test", StringComparison.Ordinal));
        await page.OpenAsync("/register");
        await Assertions.Expect(page.Page.Locator("#Input_Name")).ToHaveValueAsync("");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Language_change_keeps_a_cleared_checkbox(bool scripts)
    {
        var page = await app.NewPageAsync(new BrowserNewContextOptions { JavaScriptEnabled = scripts });
        await page.OpenAsync("/login");
        await page.Page.UncheckAsync("#Input_RememberMe");

        await page.PressAsync("Türkçe");

        await Assertions.Expect(page.Page.Locator("html")).ToHaveAttributeAsync("lang", "tr");
        await Assertions.Expect(page.Page.Locator("#Input_RememberMe")).Not.ToBeCheckedAsync();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Language_change_keeps_the_name_typed_on_the_profile(bool scripts)
    {
        var page = await app.NewProfileAsync(new BrowserNewContextOptions { JavaScriptEnabled = scripts });
        await page.OpenNameFormAsync();
        await page.FillAsync("Name", "Countess Lovelace");

        await page.PressAsync("Türkçe");

        await Assertions.Expect(page.Page.Locator("html")).ToHaveAttributeAsync("lang", "tr");
        await Assertions.Expect(page.Page.Locator("#NameForm_Name")).ToBeVisibleAsync();
        await Assertions.Expect(page.Page.Locator("#NameForm_Name")).ToHaveValueAsync("Countess Lovelace");
        await Assertions.Expect(page.Page.Locator("#name")).ToHaveTextAsync("Ada Lovelace");
    }

    [Fact]
    public async Task Failed_preference_change_shows_one_error()
    {
        var page = await app.NewPageAsync();
        await page.OpenAsync("/login");
        await page.Page.Context.SetOfflineAsync(true);

        await page.PressAsync("Türkçe");

        await Assertions.Expect(page.Page.Locator(".card .error-summary")).ToHaveTextAsync("That did not work. Please try again.");
        await page.Page.EvaluateAsync("document.querySelector('.error-summary').id = 'first'");
        await page.PressAsync("Dark");
        await Assertions.Expect(page.Page.Locator(".error-summary:not(#first)")).ToBeVisibleAsync();
        await Assertions.Expect(page.Page.Locator("#first")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Preference_change_without_cookies_asks_for_cookies()
    {
        var page = await app.NewPageAsync();
        await page.OpenAsync("/login");
        await page.Page.Context.ClearCookiesAsync();

        await page.PressAsync("Türkçe");

        await Assertions.Expect(page.Page.Locator(".card .error-summary")).ToContainTextAsync("This site needs cookies");
    }

    private static Task<int> StepsAsync(BrowserPage page) => page.Page.EvaluateAsync<int>("history.length");
}
