using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static AltogicAuth.BrowserTests.Walkthrough;

namespace AltogicAuth.BrowserTests;

/// <summary>Pages for signed-in users.</summary>
public sealed class AccountWalkthroughTests(BrowserApp app)
{
    private const string FirefoxOnWindows = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:145.0) Gecko/20100101 Firefox/145.0";

    private const string SafariOnPhone =
        "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Mobile/15E148 Safari/604.1";

    [Theory, MemberData(nameof(Languages), MemberType = typeof(Walkthrough))]
    public async Task Account_pages_are_accessible_and_complete(string language)
    {
        var (email, password) = await app.NewUserAsync(email: $"ada@{language}.example");
        foreach (var browser in new[] { FirefoxOnWindows, SafariOnPhone })
        {
            await (await app.NewPageAsync(new BrowserNewContextOptions { UserAgent = browser })).LogInAsync(email, password);
        }

        var walk = await StartAsync(app, language);
        await walk.LogInAsync(email, password);
        await walk.CheckAsync("profile");
        await walk.ChoosePhotoAsync(Pictures.Png);
        await Assertions.Expect(walk.Page.Locator(".crop-stage:not([aria-busy])")).ToBeFocusedAsync();
        await walk.CheckAsync("crop");
        await walk.Page.ClickAsync("form[enctype] .primary");
        await Assertions.Expect(walk.Page.Locator(".portrait img")).ToBeVisibleAsync();
        await walk.Page.Locator(".portrait img").EvaluateAsync("image => image.decode()");
        await walk.CheckAsync("profile-picture");
        foreach (var name in new[] { "password", "email", "export", "delete", "end-all-sessions", "photo" })
        {
            await walk.OpenAndCheckAsync(name, $"/profile/{name}");
        }

        await walk.OpenAsync("/profile/photo");
        await walk.ChoosePhotoAsync(Pictures.Png);
        await Assertions.Expect(walk.Page.Locator(".crop-stage:not([aria-busy])")).ToBeFocusedAsync();
        await walk.CheckAsync("photo-crop");
        await walk.OpenAsync("/profile/delete");
        await walk.Page.FillAsync("#Input_Confirmation", email);
        await walk.Page.ClickAsync("main .danger");
        await walk.CheckAsync("farewell");
    }

    [Theory, MemberData(nameof(Languages), MemberType = typeof(Walkthrough))]
    public async Task Rejected_account_forms_are_accessible_and_complete(string language)
    {
        var (email, password) = await app.NewUserAsync();
        var walk = await StartAsync(app, language);
        await walk.LogInAsync(email, password);

        await walk.Page.ClickAsync("#name-row > summary");
        await walk.Page.FillAsync("#NameForm_Name", "");
        await walk.SubmitWithoutScriptAsync("form[action*='handler=Name']");
        await walk.CheckAsync("profile-rejected");
        await walk.SubmitAndCheckAsync("password-rejected", "/profile/password");
        await walk.SubmitAndCheckAsync("email-rejected", "/profile/email");
        await walk.OpenAsync("/profile/delete");
        await walk.Page.ClickAsync("main .danger");
        await walk.CheckAsync("delete-unconfirmed");
        await walk.OpenAsync("/profile/photo");
        await walk.ChoosePhotoAsync("<html>"u8.ToArray());
        await walk.SubmitWithoutScriptAsync("form[enctype]");
        await walk.CheckAsync("photo-rejected");
    }

    [Theory, MemberData(nameof(Languages), MemberType = typeof(Walkthrough))]
    public async Task Password_check_pages_are_accessible_and_complete(string language)
    {
        var email = $"grace@{language}.example";
        var stranger = await StartAsync(app, language);
        await stranger.SubmitAsync("/register", ("Input_Name", "Grace Hopper"), ("Input_Identifier", email), ("Input_Password", "quiet harbour 1906"));
        await Assertions.Expect(stranger.Page.Locator(".address")).ToBeVisibleAsync();

        var walk = await StartAsync(app, language);
        await walk.OpenAsync((await app.ReadMailAsync(email, "email-confirm")).Link);
        await walk.FillAndSubmitAsync();
        await Assertions.Expect(walk.Page).ToHaveURLAsync(new Regex("/profile/password-check"));
        await walk.CheckAsync("password-check");
        await walk.OpenAndCheckAsync("profile-password-check", "/profile");
    }

    [Theory, MemberData(nameof(Languages), MemberType = typeof(Walkthrough))]
    public async Task Profile_with_extreme_data_is_accessible_and_complete(string language)
    {
        var (email, password) = await app.NewExtremeUserAsync();
        var walk = await StartAsync(app, language);

        await walk.LogInAsync(email, password);

        await Assertions.Expect(walk.Page.Locator(".session")).ToHaveCountAsync(50);
        await Assertions.Expect(walk.Page.Locator("#name")).ToHaveTextAsync(new string('W', 300));
        await walk.CheckAsync("extreme"); // ends at the width of a phone
        var lines = await walk.Page.Locator("#name").EvaluateAsync<double>("name => name.offsetHeight / parseFloat(getComputedStyle(name).lineHeight)");
        Assert.InRange(lines, 1, 3.1);
    }

    [Fact]
    public async Task Photo_that_fails_to_load_is_invisible()
    {
        var (email, password) = await app.NewExtremeUserAsync();
        var page = await app.NewPageAsync();
        await page.LogInAsync(email, password);
        var portrait = page.Page.Locator(".portrait");

        var shown = await portrait.ScreenshotAsync();

        await page.Page.Locator(".portrait img").EvaluateAsync("image => image.remove()");
        Assert.Equal(await portrait.ScreenshotAsync(), shown);
    }
}
