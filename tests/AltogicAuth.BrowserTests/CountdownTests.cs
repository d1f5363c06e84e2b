using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace AltogicAuth.BrowserTests;

/// <summary>Another confirmation mail may be asked for once a minute; the page counts down to it.</summary>
public sealed class CountdownTests(BrowserApp app)
{
    private const string Button = "Resend the confirmation email";

    [Fact]
    public async Task Button_is_disabled_until_the_countdown_ends()
    {
        var (page, now, seconds) = await AskTwiceAsync();
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
        var (page, now, _) = await AskTwiceAsync();

        await page.Page.Clock.SetFixedTimeAsync(now.AddMinutes(10));

        await Assertions.Expect(page.Page.Locator(".card .notice")).ToHaveTextAsync("You can ask for a new email now.");
    }

    [Fact]
    public async Task Clock_set_back_does_not_extend_the_countdown()
    {
        var (page, now, seconds) = await AskTwiceAsync();

        await page.Page.Clock.SetFixedTimeAsync(now.AddHours(-1));

        // The other clock goes on.
        await Assertions.Expect(seconds).ToHaveTextAsync(new Regex("^[1-5]?[0-9] seconds$"));
    }

    [Fact]
    public async Task Only_the_end_of_the_countdown_is_announced()
    {
        var (_, _, seconds) = await AskTwiceAsync();

        // A timer inside a status is silent; what replaces both is the status's own.
        await Assertions.Expect(seconds).ToHaveRoleAsync(AriaRole.Timer);
        await Assertions.Expect(seconds.Locator("..")).ToHaveRoleAsync(AriaRole.Status);
    }

    [Fact]
    public async Task Countdown_does_not_block_another_address()
    {
        var (page, _, _) = await AskTwiceAsync();

        await page.FillAsync("Email address", $"another-{Guid.NewGuid():N}@example.test");
        await page.PressAsync(Button);

        await Assertions.Expect(page.Page.Locator(".card .notice")).ToContainTextAsync("a new link is on its way");
    }

    private async Task<(BrowserPage Page, DateTime Now, ILocator Seconds)> AskTwiceAsync()
    {
        var page = await app.NewPageAsync();
        var now = DateTime.UtcNow;
        var email = $"nobody-{Guid.NewGuid():N}@example.test";
        await page.Page.Clock.SetFixedTimeAsync(now);
        await page.OpenAsync("/resend-verification");
        foreach (var response in new[] { "a new link is on its way", "You can ask for another one in" })
        {
            await page.FillAsync("Email address", email);
            await page.PressAsync(Button);
            await Assertions.Expect(page.Page.Locator(".card .notice")).ToContainTextAsync(response);
        }

        return (page, now, page.Page.Locator("[data-countdown]"));
    }
}
