using Microsoft.Playwright;

namespace AltogicAuth.BrowserTests;

public sealed class MailboxTests(BrowserApp app)
{
    /// <summary>The mail with a login link is the longest of all.</summary>
    [Theory, MemberData(nameof(Walkthrough.Languages), MemberType = typeof(Walkthrough))]
    public async Task Mail_fits_into_its_frame(string language)
    {
        var (email, _) = await app.NewUserAsync();
        var page = await app.NewPageAsync(new BrowserNewContextOptions { Locale = language });
        await page.OpenAsync("/login-with-magic-link");
        await page.Page.FillAsync("#Input_Identifier", email);
        await page.Page.ClickAsync("main .primary");
        await app.ReadMailAsync(email, "magic-link");

        await page.OpenAsync("/e:local/_mail");
        await page.Page.Locator("article", new() { HasText = email }).First.Locator("a[href^='/e:local/_mail/']").ClickAsync();

        await Assertions.Expect(page.Page.FrameLocator("iframe").Locator("h1")).ToBeVisibleAsync();
        foreach (var width in (int[])[1280, 320])
        {
            await page.Page.SetViewportSizeAsync(width, 800);
            var hidden = await page.Page.Locator("iframe").EvaluateAsync<int>(
                "frame => frame.contentDocument.documentElement.scrollHeight - frame.clientHeight");
            Assert.True(hidden <= 0, $"{hidden} pixels are hidden at a width of {width}.");
        }
    }
}
