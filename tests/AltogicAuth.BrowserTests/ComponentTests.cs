using System.Globalization;
using Microsoft.Playwright;

namespace AltogicAuth.BrowserTests;

/// <summary>Account menu, errors at fields, and times.</summary>
public sealed class ComponentTests(BrowserApp app)
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Account_menu_opens_with_and_without_scripts(bool scripts)
    {
        var page = await app.NewProfileAsync(new BrowserNewContextOptions { JavaScriptEnabled = scripts });
        var logOut = page.Page.GetByRole(AriaRole.Button, new() { Name = "Log out" });
        await Assertions.Expect(logOut).ToBeHiddenAsync();

        await page.Page.ClickAsync(".menu summary");

        await Assertions.Expect(logOut).ToBeVisibleAsync();
        await Assertions.Expect(page.Page.Locator(".menu")).ToContainTextAsync("Ada Lovelace");
    }

    [Theory]
    [InlineData("click")]
    [InlineData("key")]
    public async Task Account_menu_closes_by_a_click_elsewhere_and_by_Escape(string way)
    {
        var page = await app.NewProfileAsync();
        var summary = page.Page.Locator(".menu summary");
        await summary.ClickAsync();
        await page.CheckAsync("menu-open");

        if (way == "click")
        {
            await page.Page.ClickAsync("h1");
        }
        else
        {
            await page.Page.Keyboard.PressAsync("Escape");
            await Assertions.Expect(summary).ToBeFocusedAsync();
        }

        await Assertions.Expect(page.Page.Locator(".menu[open]")).ToHaveCountAsync(0);
    }

    [Theory]
    [InlineData("en", "GMT+5:30")]
    [InlineData("tr", "GMT+5:30")]
    [InlineData("ar", "غرينتش+5:30")]
    public async Task Exact_times_are_in_the_time_zone_of_the_browser(string language, string zone)
    {
        var page = await app.NewProfileAsync(new BrowserNewContextOptions { Locale = language, TimezoneId = "Asia/Kolkata" });

        var time = page.Page.Locator(".session-details dd time").First;

        // The half hour tells it from UTC, whatever the language makes of the hours.
        var local = DateTimeOffset.Parse((await time.GetAttributeAsync("datetime"))!, CultureInfo.InvariantCulture).ToOffset(new TimeSpan(5, 30, 0));
        await Assertions.Expect(time).ToContainTextAsync(local.ToString(":mm", CultureInfo.InvariantCulture));
        await Assertions.Expect(time).ToContainTextAsync(local.ToString("yyyy", CultureInfo.InvariantCulture));
        await Assertions.Expect(time).ToContainTextAsync(zone);
    }

    [Fact]
    public async Task Without_scripts_exact_times_are_in_UTC()
    {
        var page = await app.NewProfileAsync(new BrowserNewContextOptions { JavaScriptEnabled = false, TimezoneId = "Europe/Istanbul" });

        await Assertions.Expect(page.Page.Locator(".session-details dd time").First).ToHaveTextAsync(new System.Text.RegularExpressions.Regex(" UTC$"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Single_error_is_at_its_field_which_has_the_focus(bool scripts)
    {
        var page = await app.NewPageAsync(new BrowserNewContextOptions { JavaScriptEnabled = scripts });
        await page.OpenAsync("/login-with-magic-link");

        await page.Page.ClickAsync("main .primary");

        await Assertions.Expect(page.Page.Locator("#Input_Identifier")).ToBeFocusedAsync();
        await Assertions.Expect(page.Page.Locator("#Input_Identifier-error")).ToHaveTextAsync("Enter your email address.");
        await Assertions.Expect(page.Page.Locator(".error-summary")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Corrected_field_loses_its_error_and_leaves_the_summary()
    {
        var page = await app.NewPageAsync();
        await page.OpenAsync("/register");
        await page.PressAsync("Create account");
        await Assertions.Expect(page.Page.Locator(".error-summary li")).ToHaveCountAsync(3);

        await page.FillAsync("Name", "Ada");
        await Assertions.Expect(page.Page.Locator("#Input_Name-error")).ToHaveCountAsync(0);
        await Assertions.Expect(page.Page.Locator(".error-summary li")).ToHaveCountAsync(2);
        await page.FillAsync("Email address", "ada");
        await Assertions.Expect(page.Page.Locator("#Input_Identifier-error")).ToBeVisibleAsync();
        await page.FillAsync("Email address", "ada@example.test");
        await page.FillAsync("Password", "a fine long phrase");

        await Assertions.Expect(page.Page.Locator(".error-summary, .error, .field-invalid")).ToHaveCountAsync(0);
        await Assertions.Expect(page.Page).ToHaveTitleAsync("Create an account – AltogicAuth");
    }

    [Fact]
    public async Task Header_does_not_move_between_signed_out_and_signed_in_pages()
    {
        var page = await app.NewPageAsync();
        await page.OpenAsync("/login");
        var signedOut = await EdgesAsync();

        var profile = await app.NewProfileAsync();
        page = profile;

        Assert.Equal(signedOut, await EdgesAsync());

        async Task<(float, float, float)> EdgesAsync()
        {
            var brand = (await page.Page.Locator(".brand").BoundingBoxAsync())!;
            var main = (await page.Page.Locator("main").BoundingBoxAsync())!;
            return (brand.X, brand.Y, main.Y);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Magic_link_button_of_the_login_takes_the_typed_address_along(bool scripts)
    {
        var page = await app.NewPageAsync(new BrowserNewContextOptions { JavaScriptEnabled = scripts });
        var (email, _) = await app.NewUserAsync();
        await page.OpenAsync("/login?returnUrl=%2Fprofile%2Fpassword");
        await page.FillAsync("Email address", email);

        await page.PressAsync("Email me a link instead");
        await page.OpenAsync((await app.ReadMailAsync(email, "magic-link")).Link);

        await Assertions.Expect(page.Page).ToHaveURLAsync($"{app.Address}/profile/password");
    }
}
