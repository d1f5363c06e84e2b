using System.Net;
using AltogicAuth.LocalBackend.Faults;
using AltogicAuth.Tests.Shared;
using Microsoft.Playwright;

namespace AltogicAuth.BrowserTests;

/// <summary>
/// Every page and state, wide and narrow, light and dark, in both languages: no accessibility violation, no complaint,
/// nothing cut off. Forms are filled in by the ids of their fields, which are the same in every language.
/// </summary>
public sealed class LookTests(BrowserApp app, TroubledApp troubled) : IClassFixture<TroubledApp>
{
    private const string FirefoxOnWindows = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:145.0) Gecko/20100101 Firefox/145.0";

    private const string SafariOnPhone =
        "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Mobile/15E148 Safari/604.1";

    public static TheoryData<string, ColorScheme, int, string> Looks => new()
    {
        { "light", ColorScheme.Light, 1280, "en" },
        { "dark", ColorScheme.Dark, 1280, "en" },
        { "narrow", ColorScheme.Light, 320, "en" },
        { "dark-narrow-tr", ColorScheme.Dark, 320, "tr" },
    };

    [Theory, MemberData(nameof(Looks))]
    public async Task Pages_for_visitors(string look, ColorScheme scheme, int width, string language)
    {
        var page = await NewPageAsync(app, scheme, width, language);
        foreach (var (name, address) in new[]
                 {
                     ("start", "/"), ("login", "/login"), ("register", "/register"), ("magic-link", "/login-with-magic-link"),
                     ("check-mail", "/check-your-mail"), ("forgot", "/forgot-password"), ("resend", "/resend-verification"),
                     ("not-found", "/nowhere"),
                 })
        {
            await page.OpenAsync(address);
            await page.LookAsync($"{name}-{look}");
        }

        await SubmitAsync(page, "/register");
        await page.LookAsync($"register-refused-{look}");
        await SubmitAsync(page, "/register", ("Input_Name", "Ann"), ("Input_Email", "ann@gmial.com"), ("Input_Password", "a fine long phrase"));
        await page.LookAsync($"register-typo-{look}");
        await SubmitAsync(page, "/register", ("Input_Name", "Ann"), ("Input_Email", NewAddress()), ("Input_Password", "a fine long phrase"));
        await page.LookAsync($"check-mail-sent-{look}");
        await SubmitAsync(page, "/login", ("Input_Email", "nobody@example.test"), ("Input_Password", "wrong"));
        await page.LookAsync($"login-refused-{look}");
        foreach (var (name, address) in new[] { ("magic-link", "/login-with-magic-link"), ("forgot", "/forgot-password") })
        {
            await SubmitAsync(page, address, ("Input_Email", NewAddress()));
            await page.LookAsync($"{name}-sent-{look}");
        }

        var waiting = NewAddress();
        foreach (var name in new[] { "resend-sent", "resend-waiting" })
        {
            await SubmitAsync(page, "/resend-verification", ("Input_Email", waiting));
            await page.LookAsync($"{name}-{look}");
        }
    }

    [Theory, MemberData(nameof(Looks))]
    public async Task Pages_that_mailed_links_lead_to(string look, ColorScheme scheme, int width, string language)
    {
        var page = await NewPageAsync(app, scheme, width, language);
        foreach (var (name, address) in new[]
                 {
                     ("landing-failed", "/auth-redirect?status=400&action=magic-link&error=x"),
                     ("landing-finish", "/auth-redirect?status=200&access_token=a&action=magic-link"),
                     ("landing-reset", "/auth-redirect?status=200&access_token=a&action=reset-pwd"),
                     ("landing-changed", "/auth-redirect?status=200&action=change-email"),
                 })
        {
            await page.OpenAsync(address);
            await page.LookAsync($"{name}-{look}");
        }

        var (email, _) = await app.NewUserAsync();
        await SubmitAsync(page, "/forgot-password", ("Input_Email", email));
        await page.OpenAsync((await app.ReadMailAsync(email, "reset-pwd")).Link);
        await page.LookAsync($"landing-reset-known-{look}");
        await page.Page.FillAsync("#Reset_NewPassword", "short");
        await page.Page.ClickAsync("main .primary");
        await page.LookAsync($"landing-reset-refused-{look}");

        var (other, _) = await app.NewUserAsync();
        await SubmitAsync(await app.NewPageAsync(), "/login-with-magic-link", ("Input_Email", other));
        await SubmitAsync(page, "/login-with-magic-link", ("Input_Email", email));
        await page.OpenAsync((await app.ReadMailAsync(other, "magic-link")).Link);
        await page.LookAsync($"landing-somebody-else-{look}");
        await page.OpenAsync("/auth-redirect?status=400&action=magic-link&error=x");
        await page.LookAsync($"landing-failed-known-{look}");
    }

    [Theory, MemberData(nameof(Looks))]
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

    [Theory, MemberData(nameof(Looks))]
    public async Task Pages_that_ask_again_and_pages_that_explain_a_failure(string look, ColorScheme scheme, int width, string language)
    {
        var (email, password) = await troubled.NewUserAsync();
        var page = await NewPageAsync(troubled, scheme, width, language);
        await page.OpenAsync("/login");
        await page.Page.Locator("main form input[name=__RequestVerificationToken]").EvaluateAsync("token => token.remove()");
        await page.Page.ClickAsync("main .primary");
        await page.LookAsync($"stale-{look}");
        await page.OpenAsync("/login");
        await page.Page.Locator("#Input_Email").EvaluateAsync("input => { input.value = 'x'.repeat(1100000); }");
        await page.Page.ClickAsync("main .primary");
        await page.LookAsync($"too-large-{look}");
        await page.Page.RouteAsync("**/login", route => route.ContinueAsync(new() { Method = "PUT" }));
        await page.OpenAsync("/login");
        await page.LookAsync($"method-{look}");
        await page.Page.UnrouteAllAsync();
        await TryLinksUntilLimitedAsync();
        await page.OpenAsync("/auth-redirect?status=200&access_token=a&action=magic-link");
        await page.LookAsync($"too-many-{look}");

        await page.LogInAsync(email, password);
        troubled.Clock.Advance(TimeSpan.FromMinutes(6));
        await page.OpenAsync("/profile/delete");
        await page.LookAsync($"delete-asking-{look}");
        await page.Page.FillAsync("#Proof_Password", "wrong");
        await page.Page.ClickAsync("main .danger");
        await page.LookAsync($"delete-refused-{look}");
        await page.Page.ClickAsync("[formaction^='/profile/step-up-link']");
        await page.LookAsync($"step-up-link-{look}");

        await page.OpenAsync("/profile");
        troubled.Faults.Add(new Fault("*", FaultKind.Status));
        await SendAsItStandsAsync(page, "form[action*='handler=Name']");
        await page.LookAsync($"profile-unavailable-{look}");
        await page.OpenAsync("/profile");
        await page.LookAsync($"unavailable-{look}");
        troubled.Faults.Clear();
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

    [Theory, MemberData(nameof(Looks))]
    public async Task The_mailbox_and_a_mail(string look, ColorScheme scheme, int width, string language)
    {
        var page = await NewPageAsync(troubled, scheme, width, language);
        await SubmitAsync(page, "/register", ("Input_Name", "Ada Lovelace"), ("Input_Email", $"ada-{look}@mailbox.example"), ("Input_Password", "a fine long phrase"));
        await troubled.ReadMailAsync($"ada-{look}@mailbox.example", "email-confirm");
        await page.OpenAsync("/e:local/_mail");
        await page.LookAsync($"mailbox-{look}");
        await page.Page.Locator("article a[href^='/e:local/_mail/']").First.ClickAsync();
        await Assertions.Expect(page.Page.FrameLocator("iframe").Locator("h1")).ToBeVisibleAsync();
        await page.LookAsync($"mailbox-mail-{look}");
        await page.OpenAsync($"{new Uri(page.Page.Url).AbsolutePath}/html");
        await page.LookAsync($"mail-{look}");
    }

    private static string NewAddress() => $"{Guid.NewGuid():N}@example.test";

    private static Task<BrowserPage> NewPageAsync(BrowserApp app, ColorScheme scheme, int width, string language) =>
        app.NewPageAsync(new BrowserNewContextOptions
        {
            ColorScheme = scheme,
            Locale = language,
            ViewportSize = new ViewportSize { Width = width, Height = 800 },
        });

    private static async Task SubmitAsync(BrowserPage page, string address, params (string Id, string Value)[] typed)
    {
        await page.OpenAsync(address);
        foreach (var (id, value) in typed)
        {
            await page.Page.FillAsync($"#{id}", value);
        }

        await page.Page.ClickAsync("main .primary");
    }

    /// <summary>Past the script and past what the browser itself would say.</summary>
    private static async Task SendAsItStandsAsync(BrowserPage page, string form)
    {
        await page.Page.Locator(form).EvaluateAsync("form => { document.documentElement.dataset.left = ''; form.submit(); }");
        // The answer may be there before its page is.
        await Assertions.Expect(page.Page.Locator("html:not([data-left]) main")).ToBeVisibleAsync();
    }

    private async Task TryLinksUntilLimitedAsync()
    {
        using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false });
        await Eventually.HappensAsync("too many tries", async () =>
            (await client.GetAsync($"{troubled.Address}/auth-redirect?status=200&access_token=a&action=magic-link", TestContext.Current.CancellationToken))
            .StatusCode == HttpStatusCode.TooManyRequests);
    }
}
