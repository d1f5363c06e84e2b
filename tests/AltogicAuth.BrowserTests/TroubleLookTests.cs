using System.Net;
using AltogicAuth.Backend.Faults;
using AltogicAuth.Tests.Shared;
using Microsoft.Playwright;
using static AltogicAuth.BrowserTests.Looks;

namespace AltogicAuth.BrowserTests;

/// <summary>How the pages look that ask again or explain a failure, and the mailbox.</summary>
public sealed class TroubleLookTests(TroubledApp app) : IClassFixture<TroubledApp>
{
    private const string Guess = "/auth-redirect?status=200&access_token=a&action=magic-link";

    [Theory, MemberData(nameof(Looks.All), MemberType = typeof(Looks))]
    public async Task Pages_that_ask_again_and_pages_that_explain_a_failure(string look, ColorScheme scheme, int width, string language)
    {
        var (email, password) = await app.NewUserAsync();
        var page = await NewPageAsync(app, scheme, width, language);
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
        await TryLinksUntilLimitedAsync(page, email);
        await page.OpenAsync(Guess);
        await page.LookAsync($"too-many-{look}");

        await page.LogInAsync(email, password);
        app.Clock.Advance(TimeSpan.FromMinutes(6));
        await page.OpenAsync("/profile/delete");
        await page.LookAsync($"delete-asking-{look}");
        await page.Page.FillAsync("#Proof_Password", "wrong");
        await page.Page.ClickAsync("main .danger");
        await page.LookAsync($"delete-refused-{look}");
        await page.Page.ClickAsync("form[action^='/profile/step-up-link'] button");
        await page.LookAsync($"step-up-link-{look}");

        await page.OpenAsync("/profile");
        app.Faults.Add(new Fault("*", FaultKind.Status));
        await SendAsItStandsAsync(page, "form[action*='handler=Name']");
        await page.LookAsync($"profile-unavailable-{look}");
        await page.OpenAsync("/profile");
        await page.LookAsync($"unavailable-{look}");
        app.Faults.Clear();
        // Past what the circuit breaker remembers.
        app.Clock.Advance(TimeSpan.FromSeconds(16));
    }

    [Theory, MemberData(nameof(Looks.All), MemberType = typeof(Looks))]
    public async Task The_backends_own_pages(string look, ColorScheme scheme, int width, string language)
    {
        var page = await NewPageAsync(app, scheme, width, language);
        await SubmitAsync(page, "/register", ("Input_Name", "Ada Lovelace"), ("Input_Email", $"ada-{look}@mailbox.example"), ("Input_Password", "a fine long phrase"));
        await app.ReadMailAsync($"ada-{look}@mailbox.example", "email-confirm");
        await page.OpenAsync("/e:local/_mail");
        await page.LookAsync($"mailbox-{look}");
        await page.Page.Locator("article a[href^='/e:local/_mail/']").First.ClickAsync();
        await Assertions.Expect(page.Page.FrameLocator("iframe").Locator("h1")).ToBeVisibleAsync();
        await page.LookAsync($"mailbox-mail-{look}");
        await page.OpenAsync($"{new Uri(page.Page.Url).AbsolutePath}/html");
        await page.LookAsync($"mail-{look}");
        await page.OpenAsync("/e:local/_api/rest/v1/auth/verify?key=x");
        await page.LookAsync($"link-incomplete-{look}");
    }

    // Only a browser that asked for a link exchanges one at once, and only an exchange counts.
    private async Task TryLinksUntilLimitedAsync(BrowserPage page, string email)
    {
        await page.OpenAsync("/login-with-magic-link");
        await page.Page.FillAsync("#Input_Email", email);
        await page.Page.ClickAsync("main .primary");
        await Assertions.Expect(page.Page.Locator(".notice")).ToBeVisibleAsync();
        var cookies = await page.Page.Context.CookiesAsync();
        using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });
        client.DefaultRequestHeaders.Add("Cookie", string.Join("; ", cookies.Select(cookie => $"{cookie.Name}={cookie.Value}")));
        await Eventually.HappensAsync("too many attempts", async () =>
            (await client.GetAsync(app.Address + Guess, TestContext.Current.CancellationToken)).StatusCode == HttpStatusCode.TooManyRequests);
    }
}
