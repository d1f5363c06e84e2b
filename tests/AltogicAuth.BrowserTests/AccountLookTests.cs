using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static AltogicAuth.BrowserTests.Looks;

namespace AltogicAuth.BrowserTests;

/// <summary>How the pages of an account look, also one of extremes.</summary>
public sealed class AccountLookTests(BrowserApp app)
{
    private const string FirefoxOnWindows = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:145.0) Gecko/20100101 Firefox/145.0";

    private const string SafariOnPhone =
        "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Mobile/15E148 Safari/604.1";

    [Theory, MemberData(nameof(Looks.All), MemberType = typeof(Looks))]
    public async Task Pages_of_an_account(string look, ColorScheme scheme, int width, string language)
    {
        var (email, password) = await app.NewUserAsync(email: $"ada@{look}.example");
        foreach (var browser in new[] { FirefoxOnWindows, SafariOnPhone })
        {
            await (await app.NewPageAsync(new BrowserNewContextOptions { UserAgent = browser })).LogInAsync(email, password);
        }

        var page = await NewPageAsync(app, scheme, width, language);
        await page.LogInAsync(email, password);
        await page.LookAsync($"profile-{look}");
        await page.Page.Locator("#Photo").SetInputFilesAsync(new FilePayload { Name = "me.png", MimeType = "image/png", Buffer = Pictures.Png });
        await page.Page.ClickAsync("form[enctype] button");
        await Assertions.Expect(page.Page.Locator("img.avatar")).ToBeVisibleAsync();
        await page.Page.Locator("img.avatar").EvaluateAsync("image => image.decode()");
        await page.LookAsync($"profile-picture-{look}");
        await page.Page.FillAsync("#NameForm_Name", "");
        await SendAsItStandsAsync(page, "form[action*='handler=Name']");
        await page.LookAsync($"profile-refused-{look}");
        foreach (var name in new[] { "password", "email", "export", "delete", "end-all-sessions", "photo" })
        {
            await page.OpenAsync($"/profile/{name}");
            await page.LookAsync($"{name}-{look}");
        }

        await SubmitAsync(page, "/profile/password");
        await page.LookAsync($"password-refused-{look}");
        await SubmitAsync(page, "/profile/email");
        await page.LookAsync($"email-refused-{look}");
        await page.OpenAsync("/profile/photo");
        await page.Page.Locator("#Photo").SetInputFilesAsync(new FilePayload { Name = "me.png", MimeType = "image/png", Buffer = "<html>"u8.ToArray() });
        await SendAsItStandsAsync(page, "form[enctype]");
        await page.LookAsync($"photo-refused-{look}");
        await page.OpenAsync("/profile/delete");
        await page.Page.ClickAsync("main .danger");
        await page.LookAsync($"farewell-{look}");
    }

    [Theory, MemberData(nameof(Looks.All), MemberType = typeof(Looks))]
    public async Task Pages_of_a_password_that_another_browser_set(string look, ColorScheme scheme, int width, string language)
    {
        var email = $"grace@{look}.example";
        var stranger = await app.NewPageAsync();
        await stranger.OpenAsync("/register");
        await stranger.Page.FillAsync("#Input_Name", "Grace Hopper");
        await stranger.Page.FillAsync("#Input_Email", email);
        await stranger.Page.FillAsync("#Input_Password", "quiet harbour 1906");
        await stranger.Page.ClickAsync("main .primary");
        await Assertions.Expect(stranger.Page.Locator(".address")).ToBeVisibleAsync();

        var page = await NewPageAsync(app, scheme, width, language);
        await page.OpenAsync((await app.ReadMailAsync(email, "email-confirm")).Link);
        await page.Page.ClickAsync("main .primary");
        await Assertions.Expect(page.Page).ToHaveURLAsync(new Regex("/profile/password-check"));
        await page.LookAsync($"password-check-{look}");
        await page.OpenAsync("/profile");
        await page.LookAsync($"profile-password-check-{look}");
    }

    [Theory]
    [InlineData("wide", 1280)]
    [InlineData("narrow", 320)]
    public async Task A_name_and_an_address_of_300_characters_50_sessions_and_a_picture_that_is_gone(string look, int width)
    {
        var (email, password) = await app.NewExtremeUserAsync();
        var page = await NewPageAsync(app, ColorScheme.Dark, width, "en");

        await page.LogInAsync(email, password);

        await Assertions.Expect(page.Page.Locator(".session")).ToHaveCountAsync(50);
        await Assertions.Expect(page.Page.Locator("#name")).ToHaveTextAsync(new string('W', 300));
        await page.LookAsync($"extreme-{look}");
        var name = await page.Page.Locator("#name").EvaluateAsync<double>("name => name.offsetHeight / parseFloat(getComputedStyle(name).lineHeight)");
        Assert.InRange(name, 1, 3.1);

        // Nothing is seen of the picture that does not load, not even a sign that there should be one.
        var portrait = page.Page.Locator(".portrait");
        var shown = await portrait.ScreenshotAsync();
        await page.Page.Locator(".portrait img").EvaluateAsync("image => image.remove()");
        Assert.Equal(await portrait.ScreenshotAsync(), shown);
    }
}
