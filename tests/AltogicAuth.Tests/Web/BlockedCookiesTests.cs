using System.Net;
using AltogicAuth.Tests.App;

namespace AltogicAuth.Tests.Web;

/// <summary>A browser that keeps no cookies.</summary>
public sealed class BlockedCookiesTests(TestApp app)
{
    private const string English = "This site needs cookies";

    [Theory]
    [InlineData("/login", "en", English)]
    [InlineData("/login", "tr", "Bu site çerezler olmadan çalışmaz")]
    [InlineData("/login", "ar", "يحتاج هذا الموقع إلى ملفات تعريف الارتباط")]
    [InlineData("/register", "en", English)]
    [InlineData("/login-with-magic-link", "en", English)]
    [InlineData("/forgot-password", "en", English)]
    [InlineData("/resend-verification", "en", English)]
    [InlineData("/auth-redirect", "en", English)]
    [InlineData("/preferences", "en", English)]
    public async Task Form_without_cookies_explains_that_they_are_needed(string target, string language, string text)
    {
        var (visitor, page) = await SiteForms.All[target].OpenAsync(app);
        visitor.Headers.Add("Accept-Language", language);
        for (var attempt = 0; attempt < 2; attempt++)
        {
            Block(visitor);

            page = await visitor.SubmitAsync(page, $"form[action='{target}']", ("Identifier", "ann@example.test"));

            Assert.Equal(HttpStatusCode.BadRequest, page.Status);
            Assert.Contains(text, page.Document.QuerySelector(".error-summary")?.TextContent);
            Assert.DoesNotContain("open for too long", page.Text);
            page = target == "/auth-redirect" ? (await SiteForms.All[target].OpenAsync(app)).Page : page;
        }
    }

    [Fact]
    public async Task Form_works_once_cookies_are_allowed()
    {
        var user = await app.NewUserAsync();
        var visitor = app.NewVisitor();
        var form = await visitor.OpenAsync("/login");
        Block(visitor);

        var rejected = await visitor.SubmitAsync(form, "main form", ("Identifier", user.Email), ("Password", user.Password));
        var login = await visitor.SubmitAsync(rejected, "main form", ("Password", user.Password));

        Assert.Equal("/profile", login.Location);
    }

    [Fact]
    public async Task Stale_form_does_not_mention_cookies()
    {
        var visitor = app.NewVisitor();
        await visitor.OpenAsync("/login");

        var stale = await visitor.PostAsync("/login", []);

        Assert.Contains("open for too long", stale.Text);
        Assert.DoesNotContain("cookies", stale.Text);
    }

    [Fact]
    public async Task Email_link_without_cookies_explains_that_they_are_needed()
    {
        var visitor = app.NewVisitor();
        var link = await visitor.OpenAsync("/auth-redirect?status=200&access_token=a&action=magic-link");
        Block(visitor);

        var page = await visitor.FollowAsync(link);

        Assert.Equal(HttpStatusCode.BadRequest, page.Status);
        Assert.Contains(English, page.Text);
    }

    [Fact]
    public async Task Forms_without_cookies_consume_no_attempts()
    {
        await using var limited = new TestApp { Settings = { ["RateLimits:Enabled"] = "true", ["RateLimits:SignIn:AddressPermitLimit"] = "1" } };
        var visitor = limited.NewVisitor();
        var form = await visitor.OpenAsync("/login");

        for (var attempt = 0; attempt < 5; attempt++)
        {
            Block(visitor);
            Assert.Equal(HttpStatusCode.BadRequest, (await visitor.SubmitAsync(form, "main form", ("Identifier", "ann@example.test"), ("Password", "wrong phrase"))).Status);
        }

        Assert.Equal(HttpStatusCode.Unauthorized, (await limited.NewVisitor().TryLogInAsync("ann@example.test", "wrong phrase")).Status);
    }

    private static void Block(Visitor visitor)
    {
        foreach (var cookie in visitor.Cookies.GetAllCookies().Cast<Cookie>())
        {
            cookie.Expired = true;
        }
    }
}
