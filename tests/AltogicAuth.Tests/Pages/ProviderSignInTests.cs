using System.Net;
using AltogicAuth.Tests.App;

namespace AltogicAuth.Tests.Pages;

/// <summary>Sign-in with a provider. The backend's stand-in takes the place of each.</summary>
public sealed class ProviderSignInTests(TestApp app)
{
    public static TheoryData<string, string> Providers => new()
    {
        { "google", "Google" }, { "facebook", "Facebook" }, { "twitter", "X" }, { "apple", "Apple" }, { "discord", "Discord" }, { "github", "GitHub" },
    };

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task Every_provider_has_a_button_that_signs_in(string provider, string label)
    {
        await using var own = new TestApp();
        var visitor = own.NewVisitor();
        var login = await visitor.OpenAsync("/login");
        var button = login.Document.QuerySelector($".providers a[href='/login/{provider}']")!;
        Assert.Equal(($"Continue with {label}", label), (button.GetAttribute("aria-label"), button.TextContent.Trim()));

        var profile = await SignInAsync(visitor, provider, "verified");

        Assert.Equal("/profile", profile.Address);
        Assert.Contains($"Ways to log in {label}", profile.Text);
        Assert.Contains("Vera Verified", profile.Text);
    }

    [Fact]
    public async Task Environment_without_providers_shows_no_button()
    {
        await using var own = new TestApp { Settings = { ["Altogic:EnvUrl"] = "http://127.0.0.1:9", ["Altogic:ClientKey"] = "key" } };

        var login = await own.NewVisitor().OpenAsync("/login");

        Assert.Empty(login.Document.QuerySelectorAll(".providers, .or"));
        Assert.Equal(HttpStatusCode.NotFound, (await own.NewVisitor().OpenAsync("/login/google")).Status);
    }

    [Fact]
    public async Task Real_environment_has_the_providers_of_the_setting_in_their_order()
    {
        await using var own = new TestApp
        {
            Settings = { ["Altogic:EnvUrl"] = "https://env.example.test/e:1", ["Altogic:ClientKey"] = "key", ["Altogic:Providers"] = "github,google" },
        };
        var visitor = own.NewVisitor();

        var login = await visitor.OpenAsync("/login");

        Assert.Equal(["/login/github", "/login/google"], login.Document.QuerySelectorAll(".providers a").Select(link => link.GetAttribute("href")));
        Assert.Equal("https://env.example.test/e:1/_auth/github", (await visitor.OpenAsync("/login/github")).Location);
        Assert.Equal(HttpStatusCode.NotFound, (await visitor.OpenAsync("/login/apple")).Status);
    }

    [Theory]
    [InlineData("/login/myspace")]
    [InlineData("/login/Google")]
    public async Task Unknown_provider_is_not_found(string address) =>
        Assert.Equal(HttpStatusCode.NotFound, (await app.NewVisitor().OpenAsync(address)).Status);

    [Fact]
    public async Task Start_by_another_site_asks_first()
    {
        var visitor = app.NewVisitor();
        visitor.Headers.Add("Sec-Fetch-Site", "cross-site");

        var asking = await visitor.OpenAsync("/login/google?returnUrl=%2Fprofile%2Fexport");

        Assert.Equal(HttpStatusCode.OK, asking.Status);
        Assert.Null(visitor.Cookie("__Host-provider"));
        Assert.Equal("/login/google?returnUrl=%2Fprofile%2Fexport", asking.Document.QuerySelector("main a.primary")!.GetAttribute("href"));
    }

    [Fact]
    public async Task Visitor_returns_to_the_page_that_asked()
    {
        var visitor = app.NewVisitor();
        await visitor.OpenAsync("/login/google?returnUrl=%2Fprofile%2Fexport");

        Assert.Equal("/profile/export", (await ReturnAsync(visitor, "google", "verified")).Location);
    }

    [Fact]
    public async Task Browser_that_did_not_start_is_asked()
    {
        var visitor = app.NewVisitor();

        var asking = await visitor.FollowAsync(await ReturnAsync(visitor, "github", "verified"));

        Assert.Contains("Vera Verified", asking.Text);
        Assert.Contains("vera.github@example.com", asking.Text);
        Assert.Null(visitor.Cookie("__Host-session"));
        Assert.Equal("/profile", (await visitor.SubmitAsync(asking, "main form")).Location);
    }

    [Fact]
    public async Task Start_with_another_provider_does_not_count()
    {
        var visitor = app.NewVisitor();
        await visitor.OpenAsync("/login/google");

        Assert.Equal("/auth-redirect/provider", (await ReturnAsync(visitor, "github", "verified")).Location);
    }

    [Fact]
    public async Task Start_counts_once()
    {
        var visitor = app.NewVisitor();
        await visitor.OpenAsync("/login/discord");
        await visitor.SubmitAsync(await visitor.FollowAsync(await ReturnAsync(visitor, "discord", "verified")), "form[action='/logout']");

        Assert.Equal("/auth-redirect/provider", (await ReturnAsync(visitor, "discord", "verified")).Location);
    }

    [Fact]
    public async Task Start_does_not_count_after_a_failure()
    {
        var visitor = app.NewVisitor();
        await visitor.OpenAsync("/login/google");
        await visitor.OpenToTheEndAsync("/e:local/_auth/google/stand-in/cancel");

        Assert.Equal("/auth-redirect/provider", (await ReturnAsync(visitor, "google", "verified")).Location);
    }

    [Fact]
    public async Task Two_tabs_do_not_disturb_each_other()
    {
        var visitor = app.NewVisitor();
        await visitor.OpenAsync("/login/google?returnUrl=%2Fprofile%2Fexport");
        await visitor.OpenAsync("/login/github?returnUrl=%2Fprofile%2Fdelete");

        Assert.Equal("/profile/export", (await ReturnAsync(visitor, "google", "verified")).Location);
    }

    [Fact]
    public async Task Declining_ends_the_granted_session()
    {
        await using var own = new TestApp();
        var owner = own.NewVisitor();
        await SignInAsync(owner, "google", "verified");
        var visitor = own.NewVisitor();
        var asking = await visitor.FollowAsync(await ReturnAsync(visitor, "google", "verified"));
        Assert.Equal(2, (await owner.OpenAsync("/profile")).Document.QuerySelectorAll(".session").Length);

        await visitor.SubmitAsync(asking, "form[action$='handler=Decline']");

        Assert.Single((await owner.OpenAsync("/profile")).Document.QuerySelectorAll(".session"));
    }

    [Theory]
    [InlineData("access_denied", "Login cancelled", "You did not agree")]
    [InlineData("email_not_unique", "You are not logged in", "You already have an account with this address.")]
    [InlineData("server_error", "You are not logged in", "did not work")]
    [InlineData(null, "You are not logged in", "If you already have an account with the same address")]
    public async Task Failure_is_explained_by_its_code(string? code, string heading, string text)
    {
        var visitor = app.NewVisitor();

        var page = await visitor.OpenToTheEndAsync($"/auth-redirect?status=401&action=oauth-signin&error=%3Cb%3Ex{(code is null ? "" : $"&code={code}")}");

        Assert.Equal((HttpStatusCode.BadRequest, heading), (page.Status, page.Heading));
        Assert.Contains(text, page.Text);
        Assert.DoesNotContain("<b>x", page.Html);
        Assert.NotNull(page.Document.QuerySelector("main a[href='/login-with-magic-link']"));
    }

    [Fact]
    public async Task Address_of_another_account_is_not_linked()
    {
        var visitor = app.NewVisitor();
        await visitor.OpenAsync("/login/google");

        var page = await visitor.FollowAsync(await visitor.OpenAsync("/e:local/_auth/google/stand-in/demo"));

        Assert.Contains("You already have an account with this address.", page.Text);
    }

    [Theory]
    [InlineData("facebook", "no-address")]
    [InlineData("twitter", "unverified")]
    public async Task Account_without_an_address_works_and_says_what_does_not(string provider, string person)
    {
        var profile = await SignInAsync(app.NewVisitor(), provider, person);

        Assert.Equal("/profile", profile.Address);
        Assert.Contains("We know no email address of yours.", profile.Text);
    }

    [Fact]
    public async Task Account_of_a_provider_has_no_password_forms()
    {
        var visitor = app.NewVisitor();
        var profile = await SignInAsync(visitor, "apple", "verified");

        Assert.Empty(profile.Document.QuerySelectorAll("a[href='/profile/password'], a[href='/profile/email']"));
        Assert.Equal("/profile", (await visitor.OpenAsync("/profile/password")).Location);
        Assert.Equal("/profile", (await visitor.OpenAsync("/profile/email")).Location);
    }

    [Fact]
    public async Task Step_up_goes_through_the_provider_again()
    {
        await using var own = new TestApp();
        var visitor = own.NewVisitor();
        await SignInAsync(visitor, "google", "verified");
        own.Clock.Advance(TimeSpan.FromMinutes(6));
        var export = await visitor.OpenAsync("/profile/export");
        Assert.Empty(export.Document.QuerySelectorAll("input[type=password]"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await visitor.SubmitAsync(export, "main form")).Status);

        await visitor.OpenAsync(export.Document.QuerySelector("main form a.button")!.GetAttribute("href")!);
        var back = await ReturnAsync(visitor, "google", "verified");

        Assert.Equal("/profile/export", back.Location);
        Assert.Equal("application/zip", (await visitor.SubmitAsync(await visitor.FollowAsync(back), "main form")).Header("Content-Type"));
    }

    [Fact]
    public async Task Step_up_with_another_user_changes_nothing_and_names_that_user()
    {
        await using var own = new TestApp();
        var visitor = own.NewVisitor();
        await SignInAsync(visitor, "google", "verified");
        own.Clock.Advance(TimeSpan.FromMinutes(6));
        await visitor.OpenAsync("/profile/step-up-provider?returnUrl=%2Fprofile%2Fexport");

        var other = await visitor.FollowAsync(await ReturnAsync(visitor, "google", "no-address"));

        Assert.Equal("That is another account", other.Heading);
        Assert.Contains("Noah Nomail", other.Text);
        Assert.Contains("Vera Verified", (await visitor.OpenAsync("/profile")).Text);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await visitor.SubmitAsync(await visitor.OpenAsync("/profile/export"), "main form")).Status);
    }

    [Fact]
    public async Task Account_of_a_provider_can_be_deleted()
    {
        await using var own = new TestApp();
        var visitor = own.NewVisitor();
        await SignInAsync(visitor, "github", "verified");

        Assert.Equal("/farewell", (await visitor.DeleteAccountAsync(await visitor.OpenAsync("/profile/delete"))).Location);
    }

    [Theory]
    [InlineData("google", ".providers a[href='/login/google'] .badge")]
    [InlineData("password", "main form .primary + .badge")]
    [InlineData("link", "main form [formaction] + .badge")]
    public async Task Login_marks_the_method_that_was_used_last(string method, string mark)
    {
        var user = await app.NewUserAsync();
        var visitor = app.NewVisitor();
        switch (method)
        {
            case "google":
                await SignInAsync(visitor, "google", "verified");
                break;
            case "password":
                await visitor.LogInAsync(user);
                break;
            default:
                await visitor.AskForMagicLinkAsync(user.Email);
                await visitor.OpenToTheEndAsync((await app.ReadMailAsync(user.Email, "magic-link")).Link);
                break;
        }

        await visitor.SubmitAsync(await visitor.OpenAsync("/profile"), "form[action='/logout']");
        var login = await visitor.OpenAsync("/login");

        Assert.Equal("Last used", Assert.Single(login.Document.QuerySelectorAll(".badge")).TextContent);
        Assert.NotNull(login.Document.QuerySelector(mark));
        Assert.Equal(method, visitor.Cookie("__Host-last-method"));
    }

    private static async Task<Page> SignInAsync(Visitor visitor, string provider, string person)
    {
        await visitor.OpenAsync($"/login/{provider}");
        return await visitor.FollowAsync(await ReturnAsync(visitor, provider, person));
    }

    /// <summary>From the choice on the stand-in's page to the response that ends the exchange.</summary>
    private static async Task<Page> ReturnAsync(Visitor visitor, string provider, string person)
    {
        var page = await visitor.OpenAsync($"/e:local/_auth/{provider}/stand-in/{person}");
        while (!page.Address.StartsWith("/auth-redirect/provider", StringComparison.Ordinal))
        {
            page = await visitor.OpenAsync(page.Location!);
        }

        return page;
    }
}
