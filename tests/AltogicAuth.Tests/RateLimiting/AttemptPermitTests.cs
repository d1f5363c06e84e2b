using System.Net;
using AltogicAuth.Tests.App;

namespace AltogicAuth.Tests.RateLimiting;

/// <summary>What counts as an attempt. Each test makes more requests than the limit of an address allows.</summary>
public sealed class AttemptPermitTests(DefaultLimitsApp app) : IClassFixture<DefaultLimitsApp>
{
    private const string Home = "203.0.113.7";
    private const string MagicLink = "status=200&action=magic-link";

    public static TheoryData<string> LimitedPages =>
        ["/login", "/register", "/login-with-magic-link", "/forgot-password", "/resend-verification", "/auth-redirect"];

    [Theory]
    [MemberData(nameof(LimitedPages))]
    public async Task Cross_site_images_do_not_consume_the_quota(string address)
    {
        var (user, another) = (await app.NewUserAsync(), await app.NewUserAsync());
        var home = app.NewAddress();
        var visitor = app.NewVisitorFrom(home);
        await visitor.AskForMagicLinkAsync(another.Email);
        for (var i = 0; i < 62; i++)
        {
            await visitor.SendAsync(FromAnotherSite(HttpMethod.Get, $"{address}?{MagicLink}&access_token={i}", "image"));
            // A browser that says nothing about where a request comes from leaves the cookies out.
            await app.NewVisitorFrom(home).OpenAsync($"{address}?{MagicLink}&access_token={i}");
        }

        await AssertNothingIsLimitedAsync(home, visitor, user, another);
    }

    [Theory]
    [MemberData(nameof(LimitedPages))]
    public async Task Cross_site_posts_do_not_consume_the_quota(string address)
    {
        var (user, another) = (await app.NewUserAsync(), await app.NewUserAsync());
        var home = app.NewAddress();
        var visitor = app.NewVisitorFrom(home);
        await visitor.AskForMagicLinkAsync(another.Email);
        for (var i = 0; i < 62; i++)
        {
            var post = FromAnotherSite(HttpMethod.Post, $"{address}?{MagicLink}&access_token={i}", "document");
            post.Content = new FormUrlEncodedContent([new("Input.Identifier", user.Email), new("Input.Password", "a fine long phrase"), new("Input.Name", "x")]);
            Assert.Equal(HttpStatusCode.BadRequest, (await app.NewVisitorFrom(home).SendAsync(post)).Status);
        }

        await AssertNothingIsLimitedAsync(home, visitor, user, another);
    }

    [Fact]
    public async Task Link_that_is_kept_for_later_does_not_count()
    {
        await using var own = new LimitedApp(("RateLimits:SignIn:AddressPermitLimit", "3"));
        var user = await own.NewUserAsync();
        var asker = own.NewVisitor();
        await asker.AskForMagicLinkAsync(user.Email);
        var visitor = own.NewVisitorFrom(Home);
        for (var i = 0; i < 10; i++)
        {
            await visitor.OpenAsync($"/auth-redirect?{MagicLink}&access_token={i}");
        }

        var button = await visitor.OpenToTheEndAsync((await own.ReadMailAsync(user.Email, "magic-link")).Link);
        Assert.Equal("/profile", (await visitor.SubmitAsync(button, "main form")).Location);
    }

    [Fact]
    public async Task Incomplete_form_does_not_count()
    {
        await using var own = new LimitedApp(("RateLimits:SignIn:AddressPermitLimit", "3"), ("RateLimits:Message:AddressPermitLimit", "3"));
        var user = await own.NewUserAsync();
        var visitor = own.NewVisitorFrom(Home);
        for (var i = 0; i < 5; i++)
        {
            Assert.Equal(HttpStatusCode.UnprocessableEntity, (await visitor.TryLogInAsync(user.Email, "")).Status);
            Assert.Equal(HttpStatusCode.UnprocessableEntity, (await visitor.RegisterAsync(TestUser.New() with { Password = "short" })).Status);
            Assert.Equal(HttpStatusCode.UnprocessableEntity, (await visitor.AskForMagicLinkAsync("nobody")).Status);
        }

        Assert.Equal("/check-your-mail", (await visitor.RegisterAsync(TestUser.New())).Location);
        Assert.Equal("/check-your-mail", (await visitor.AskForMagicLinkAsync(user.Email)).Location);
        Assert.Equal("/profile", (await visitor.TryLogInAsync(user.Email, user.Password)).Location);
    }

    [Theory]
    [InlineData("/login-with-magic-link")]
    [InlineData("/forgot-password")]
    [InlineData("/resend-verification")]
    public async Task Mail_suppressed_by_the_cooldown_does_not_count(string form)
    {
        await using var own = new LimitedApp(("RateLimits:Message:AddressPermitLimit", "2"));
        var visitor = own.NewVisitorFrom(Home);
        var page = await visitor.OpenAsync(form);
        for (var i = 0; i < 5; i++)
        {
            Assert.NotEqual(HttpStatusCode.TooManyRequests, (await visitor.SubmitAsync(page, "main form", ("Identifier", "ann@example.test"))).Status);
        }

        Assert.NotEqual(HttpStatusCode.TooManyRequests, (await visitor.SubmitAsync(page, "main form", ("Identifier", "bob@example.test"))).Status);
        Assert.Equal(HttpStatusCode.TooManyRequests, (await visitor.SubmitAsync(page, "main form", ("Identifier", "eve@example.test"))).Status);
    }

    private static HttpRequestMessage FromAnotherSite(HttpMethod method, string address, string destination)
    {
        var request = new HttpRequestMessage(method, address);
        request.Headers.Add("Sec-Fetch-Site", "cross-site");
        request.Headers.Add("Sec-Fetch-Mode", destination == "document" ? "navigate" : "no-cors");
        request.Headers.Add("Sec-Fetch-Dest", destination);
        return request;
    }

    /// <summary>Sign-in, registration, reset, and a mailed link, which is opened from a web mailer: a cross-site request too.</summary>
    private async Task AssertNothingIsLimitedAsync(string home, Visitor visitor, TestUser user, TestUser asked)
    {
        Assert.Equal("/check-your-mail", (await visitor.RegisterAsync(TestUser.New())).Location);
        var reset = await visitor.SubmitAsync(await visitor.OpenAsync("/forgot-password"), "main form", ("Identifier", user.Email));
        Assert.Equal("/check-your-mail", reset.Location);
        Assert.Equal("/profile", (await visitor.TryLogInAsync(user.Email, user.Password)).Location);
        await visitor.LogOutAsync();

        var opener = app.NewVisitorFrom(home);
        app.Clock.Advance(TimeSpan.FromSeconds(61));
        await opener.AskForMagicLinkAsync(asked.Email);
        var link = await opener.OpenAsync((await app.ReadMailAsync(asked.Email, "magic-link")).Link);
        Assert.Equal("/profile", (await opener.SendAsync(FromAnotherSite(HttpMethod.Get, link.Location!, "document"))).Location);
    }
}
