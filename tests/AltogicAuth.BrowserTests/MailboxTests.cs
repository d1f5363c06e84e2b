using AltogicAuth.Tests.Shared;
using Microsoft.Playwright;

namespace AltogicAuth.BrowserTests;

public sealed class MailboxTests(BrowserApp app)
{
    private const string Longest = "magic-link";

    [Fact]
    public void Mail_with_a_login_link_is_the_longest_of_each_language()
    {
        var templates = new DirectoryInfo(RepositoryRoot.PathOf("src", "AltogicAuth.Backend", "Messaging", "Templates")).GetFiles("*.html");
        var languages = templates.Where(file => file.Name != "layout.html").GroupBy(file => file.Name[file.Name.IndexOf('.')..]).ToList();

        Assert.Equal([".ar.html", ".html", ".tr.html"], languages.Select(mails => mails.Key).Order(StringComparer.Ordinal));
        Assert.All(languages, mails => Assert.Equal($"{Longest}{mails.Key}", mails.MaxBy(file => file.Length)!.Name));
    }

    [Theory, MemberData(nameof(Walkthrough.Languages), MemberType = typeof(Walkthrough))]
    public async Task Longest_mail_fits_into_its_frame(string language)
    {
        var (email, _) = await app.NewUserAsync();
        var page = await app.NewPageAsync(new BrowserNewContextOptions { Locale = language });
        await page.OpenAsync("/login-with-magic-link");
        await page.Page.FillAsync("#Input_Identifier", email);
        await page.Page.ClickAsync("main .primary");
        await app.ReadMailAsync(email, Longest);

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
