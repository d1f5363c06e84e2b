using Microsoft.Playwright;

namespace AltogicAuth.BrowserTests;

/// <summary>Every page and state, wide and narrow, light and dark: no accessibility violation, no complaint, no sideways scroll.</summary>
public sealed class LookTests(BrowserApp app)
{
    private const string FirefoxOnWindows = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:145.0) Gecko/20100101 Firefox/145.0";

    private const string SafariOnPhone =
        "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Mobile/15E148 Safari/604.1";

    public static TheoryData<string, ColorScheme, int> Looks => new()
    {
        { "light", ColorScheme.Light, 1280 },
        { "dark", ColorScheme.Dark, 1280 },
        { "narrow", ColorScheme.Light, 320 },
    };

    [Theory, MemberData(nameof(Looks))]
    public async Task Pages_for_visitors(string look, ColorScheme scheme, int width)
    {
        var page = await NewPageAsync(scheme, width);
        foreach (var (name, address) in new[]
                 {
                     ("start", "/"), ("login", "/login"), ("register", "/register"), ("magic-link", "/login-with-magic-link"),
                     ("check-mail", "/check-your-mail"), ("forgot", "/forgot-password"), ("resend", "/resend-verification"),
                     ("landing-failed", "/auth-redirect?status=400&action=magic-link&error=x"),
                     ("landing-finish", "/auth-redirect?status=200&access_token=a&action=magic-link"),
                     ("landing-reset", "/auth-redirect?status=200&access_token=a&action=reset-pwd"),
                     ("landing-changed", "/auth-redirect?status=200&action=change-email"),
                     ("not-found", "/nowhere"),
                 })
        {
            await page.OpenAsync(address);
            await page.LookAsync($"{name}-{look}");
        }

        await page.OpenAsync("/register");
        await page.PressAsync("Create account");
        await page.LookAsync($"register-refused-{look}");
        await page.OpenAsync("/login");
        await page.FillAsync("Email address", "nobody@example.test");
        await page.FillAsync("Password", "wrong");
        await page.PressAsync("Log in");
        await page.LookAsync($"login-refused-{look}");
    }

    [Theory, MemberData(nameof(Looks))]
    public async Task Pages_of_an_account(string look, ColorScheme scheme, int width)
    {
        var (email, password) = await app.NewUserAsync(email: $"ada@{look}.example");
        foreach (var browser in new[] { FirefoxOnWindows, SafariOnPhone })
        {
            await (await app.NewPageAsync(new BrowserNewContextOptions { UserAgent = browser })).LogInAsync(email, password);
        }

        var page = await NewPageAsync(scheme, width);
        await page.LogInAsync(email, password);
        await page.LookAsync($"profile-{look}");
        await page.Page.Locator("#Photo").SetInputFilesAsync(new FilePayload { Name = "me.png", MimeType = "image/png", Buffer = Pictures.Png });
        await page.PressAsync("Upload picture");
        await Assertions.Expect(page.Page.Locator("img.avatar")).ToBeVisibleAsync();
        await page.LookAsync($"profile-picture-{look}");
        foreach (var name in new[] { "password", "email", "export", "delete", "end-all-sessions", "photo" })
        {
            await page.OpenAsync($"/profile/{name}");
            await page.LookAsync($"{name}-{look}");
        }

        await page.OpenAsync("/profile/password");
        await page.PressAsync("Change password");
        await page.LookAsync($"password-refused-{look}");
        await page.OpenAsync("/profile/delete");
        await page.PressAsync("Delete my account for good");
        await page.LookAsync($"farewell-{look}");
    }

    [Theory]
    [InlineData("wide", 1280)]
    [InlineData("narrow", 320)]
    public async Task A_name_and_an_address_of_300_characters_50_sessions_and_a_picture_that_is_gone(string look, int width)
    {
        var (email, password) = await app.NewExtremeUserAsync();
        var page = await NewPageAsync(ColorScheme.Dark, width);

        await page.LogInAsync(email, password);

        await Assertions.Expect(page.Page.Locator(".session")).ToHaveCountAsync(50);
        await Assertions.Expect(page.Page.Locator("#name")).ToHaveTextAsync(new string('W', 300));
        await page.LookAsync($"extreme-{look}");
        await page.Page.EvaluateAsync("document.documentElement.style.fontSize = '200%'");
        await page.LookAsync($"extreme-zoomed-{look}");
    }

    [Fact]
    public async Task The_mailbox()
    {
        await app.NewUserAsync(email: "ada@mailbox.example");
        var page = await NewPageAsync(ColorScheme.Light, 1280);
        await page.OpenAsync("/e:local/_mail");
        await page.LookAsync("mailbox");
        await page.Page.GetByRole(AriaRole.Link, new() { Name = "Read the mail" }).First.ClickAsync();
        await page.LookAsync("mail");
    }

    private Task<BrowserPage> NewPageAsync(ColorScheme scheme, int width) =>
        app.NewPageAsync(new BrowserNewContextOptions { ColorScheme = scheme, ViewportSize = new ViewportSize { Width = width, Height = 800 } });
}
