using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace AltogicAuth.BrowserTests;

/// <summary>A mail may be sent again once a minute, and too many attempts have to wait; the page counts down to it.</summary>
public sealed class CountdownTests(BrowserApp app)
{
    private const string Button = "Send it again";

    [Fact]
    public async Task Button_is_disabled_until_the_countdown_ends()
    {
        var (page, now, seconds) = await RequestMailAsync();
        var left = int.Parse((await seconds.GetAttributeAsync("data-countdown"))!, CultureInfo.InvariantCulture);
        var button = page.Page.GetByRole(AriaRole.Button, new() { Name = Button });
        await Assertions.Expect(button).ToHaveAttributeAsync("aria-disabled", "true");

        await page.Page.Clock.SetFixedTimeAsync(now.AddSeconds(5));

        await Assertions.Expect(seconds).ToHaveTextAsync($"{left - 5} seconds");
        await page.Page.Clock.SetFixedTimeAsync(now.AddSeconds(left));
        await Assertions.Expect(button).Not.ToHaveAttributeAsync("aria-disabled", "true");
    }

    [Fact]
    public async Task Countdown_of_a_sleeping_tab_ends_at_once()
    {
        var (page, now, _) = await RequestMailAsync();

        await page.Page.Clock.SetFixedTimeAsync(now.AddMinutes(10));

        await Assertions.Expect(page.Page.GetByText("You can send it again now.")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Clock_set_back_does_not_extend_the_countdown()
    {
        var (page, now, seconds) = await RequestMailAsync();

        await page.Page.Clock.SetFixedTimeAsync(now.AddHours(-1));

        // The other clock goes on.
        await Assertions.Expect(seconds).ToHaveTextAsync(new Regex("^[1-5]?[0-9] seconds$"));
    }

    [Fact]
    public async Task Only_the_end_of_the_countdown_is_announced()
    {
        var (_, _, seconds) = await RequestMailAsync();

        // A timer inside a status is silent; what replaces both is the status's own.
        await Assertions.Expect(seconds).ToHaveRoleAsync(AriaRole.Timer);
        await Assertions.Expect(seconds.Locator("..")).ToHaveRoleAsync(AriaRole.Status);
    }

    [Fact]
    public async Task Heading_has_the_focus_after_a_mail_was_requested()
    {
        var (page, _, _) = await RequestMailAsync();

        await Assertions.Expect(page.Page.Locator("h1")).ToBeFocusedAsync();
        await Assertions.Expect(page.Page.Locator("h1")).ToHaveTextAsync("Check your email");
    }

    [Theory]
    [InlineData("en", "Send it again", "Done. Wait a minute, then look again.")]
    [InlineData("tr", "Yeniden gönder", "Tamam. Bir dakika bekleyip yeniden bakın.")]
    public async Task Mail_is_sent_again_without_scripts(string language, string button, string notice)
    {
        await using var own = new BrowserApp();
        await own.InitializeAsync();
        var page = await own.NewPageAsync(new BrowserNewContextOptions { JavaScriptEnabled = false, Locale = language });
        await page.OpenAsync("/forgot-password");
        await page.Page.FillAsync("#Input_Identifier", $"nobody-{Guid.NewGuid():N}@example.test");
        await page.Page.ClickAsync("main .primary");
        own.Clock.Advance(TimeSpan.FromSeconds(61));

        await page.PressAsync(button);

        await Assertions.Expect(page.Page.Locator(".notice")).ToHaveTextAsync(notice);
        await Assertions.Expect(page.Page).ToHaveURLAsync($"{own.Address}/check-your-mail");
    }

    private async Task<(BrowserPage Page, DateTime Now, ILocator Seconds)> RequestMailAsync()
    {
        var page = await app.NewPageAsync();
        var now = DateTime.UtcNow;
        await page.Page.Clock.SetFixedTimeAsync(now);
        await page.OpenAsync("/resend-verification");
        await page.FillAsync("Email address", $"nobody-{Guid.NewGuid():N}@example.test");
        await page.PressAsync("Resend the confirmation email");
        return (page, now, page.Page.Locator("[data-countdown]"));
    }
}
