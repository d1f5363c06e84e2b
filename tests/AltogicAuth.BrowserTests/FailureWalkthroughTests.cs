using System.Net;
using AltogicAuth.Backend.Testing;
using AltogicAuth.Tests.Shared;
using Microsoft.Playwright;
using static AltogicAuth.BrowserTests.Walkthrough;

namespace AltogicAuth.BrowserTests;

/// <summary>Pages that ask for the password again or explain a failure, and the pages of the backend.</summary>
public sealed class FailureWalkthroughTests(FailingApp app) : IClassFixture<FailingApp>
{
    private const string Guess = "/auth-redirect?status=200&access_token=a&action=magic-link";

    [Theory, MemberData(nameof(Languages), MemberType = typeof(Walkthrough))]
    public async Task Error_pages_are_accessible_and_complete(string language)
    {
        var walk = await StartAsync(app, language);

        await walk.OpenAsync("/login");
        await walk.Page.Locator("main form input[name=__RequestVerificationToken]").EvaluateAsync("token => token.remove()");
        await walk.FillAndSubmitAsync();
        await walk.CheckAsync("stale");
        await walk.OpenAsync("/login");
        await walk.Page.Locator("#Input_Identifier").EvaluateAsync("input => { input.value = 'x'.repeat(1100000); }");
        await walk.FillAndSubmitAsync();
        await walk.CheckAsync("too-large");
        await walk.Page.RouteAsync("**/login", route => route.ContinueAsync(new() { Method = "PUT" }));
        await walk.OpenAndCheckAsync("method", "/login");
    }

    [Theory, MemberData(nameof(Languages), MemberType = typeof(Walkthrough))]
    public async Task Page_of_an_exceeded_limit_is_accessible_and_complete(string language)
    {
        var (email, _) = await app.NewUserAsync();
        var walk = await StartAsync(app, language);

        await ExceedLimitOfLinksAsync(walk, email);

        await walk.OpenAndCheckAsync("too-many", Guess);

        app.Clock.Advance(TimeSpan.FromMinutes(30)); // the limit is reset
    }

    [Theory, MemberData(nameof(Languages), MemberType = typeof(Walkthrough))]
    public async Task Reauthentication_pages_are_accessible_and_complete(string language)
    {
        var (email, password) = await app.NewUserAsync();
        var walk = await StartAsync(app, language);
        await walk.LogInAsync(email, password);
        app.Clock.Advance(TimeSpan.FromMinutes(6));

        await walk.OpenAndCheckAsync("delete-asking", "/profile/delete");
        await walk.Page.FillAsync("#Input_Confirmation", email);
        await walk.Page.FillAsync("#Reauthentication_Password", "wrong");
        await walk.Page.ClickAsync("main .danger");
        await walk.CheckAsync("delete-rejected");
        await walk.Page.ClickAsync("form[action^='/profile/step-up-link'] button");
        await walk.CheckAsync("step-up-link");
    }

    [Theory, MemberData(nameof(Languages), MemberType = typeof(Walkthrough))]
    public async Task Pages_of_an_outage_are_accessible_and_complete(string language)
    {
        var (email, password) = await app.NewUserAsync();
        var walk = await StartAsync(app, language);
        await walk.LogInAsync(email, password);
        app.Faults.Add(new Fault("*", FaultKind.Status));
        try
        {
            await walk.SubmitWithoutScriptAsync("form[action*='handler=Name']");
            await walk.CheckAsync("profile-unavailable");
            await walk.OpenAndCheckAsync("unavailable", "/profile");
        }
        finally
        {
            app.Faults.Clear();
            app.Clock.Advance(TimeSpan.FromSeconds(16)); // the circuit breaker closes
        }
    }

    [Theory, MemberData(nameof(Languages), MemberType = typeof(Walkthrough))]
    public async Task Pages_of_the_backend_are_accessible_and_complete(string language)
    {
        var email = $"ada-{language}@mailbox.example";
        var walk = await StartAsync(app, language);
        await walk.SubmitAsync("/register", ("Input_Name", "Ada Lovelace"), ("Input_Identifier", email), ("Input_Password", "a fine long phrase"));
        await app.ReadMailAsync(email, "email-confirm");

        await walk.OpenAndCheckAsync("mailbox", "/e:local/_mail");
        await walk.Page.Locator("article a[href^='/e:local/_mail/']").First.ClickAsync();
        await Assertions.Expect(walk.Page.FrameLocator("iframe").Locator("h1")).ToBeVisibleAsync();
        await walk.CheckAsync("mailbox-mail");
        await walk.OpenAndCheckAsync("mail", $"{new Uri(walk.Page.Url).AbsolutePath}/html");
        await walk.OpenAndCheckAsync("link-incomplete", "/e:local/_api/rest/v1/auth/verify?key=x");
    }

    // Only a browser that asked for a link exchanges one at once, and only an exchange counts.
    private async Task ExceedLimitOfLinksAsync(Walkthrough walk, string email)
    {
        await walk.SubmitAsync("/login-with-magic-link", ("Input_Identifier", email));
        await walk.Page.WaitForURLAsync("**/check-your-mail");
        var cookies = await walk.Page.Context.CookiesAsync();
        using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });
        client.DefaultRequestHeaders.Add("Cookie", string.Join("; ", cookies.Select(cookie => $"{cookie.Name}={cookie.Value}")));
        await Eventually.HappensAsync("too many attempts", async () =>
            (await client.GetAsync(app.Address + Guess, TestContext.Current.CancellationToken)).StatusCode == HttpStatusCode.TooManyRequests);
    }
}
