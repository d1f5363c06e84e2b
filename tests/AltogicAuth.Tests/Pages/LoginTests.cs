using System.Net;
using AltogicAuth.Tests.App;

namespace AltogicAuth.Tests.Pages;

public sealed class LoginTests(TestApp app)
{
    [Fact]
    public async Task Login_with_the_right_password_leads_to_the_profile()
    {
        var user = await app.NewUserAsync();

        var login = await app.NewVisitor().TryLogInAsync(user.Email, user.Password);

        Assert.Equal(HttpStatusCode.SeeOther, login.Status);
        Assert.Equal("/profile", login.Location);
    }

    [Fact]
    public async Task Wrong_password_unknown_and_unconfirmed_address_get_the_same_response()
    {
        var known = await app.NewUserAsync();
        var unconfirmed = await app.NewUnconfirmedUserAsync();
        var unknown = TestUser.New();

        Page[] responses =
        [
            await app.NewVisitor().TryLogInAsync(known.Email, "not the password"),
            await app.NewVisitor().TryLogInAsync(unknown.Email, unknown.Password),
            await app.NewVisitor().TryLogInAsync(unconfirmed.Email, unconfirmed.Password),
        ];

        Assert.All(responses, response => Assert.Equal(HttpStatusCode.Unauthorized, response.Status));
        Assert.Single(responses.Select(response => response.Document.QuerySelector(".error-summary")!.TextContent).Distinct());
        Assert.All(responses, response => Assert.DoesNotContain(response.SetCookies, cookie => cookie.StartsWith("__Host-session", StringComparison.Ordinal)));
        Assert.Equal(known.Email, responses[0].ValueOf("Input_Identifier"));
        Assert.Equal("", responses[0].ValueOf("Input_Password"));
    }

    [Fact]
    public async Task Rejected_login_offers_a_new_confirmation()
    {
        var user = await app.NewUnconfirmedUserAsync();
        var visitor = app.NewVisitor();

        var rejected = await visitor.TryLogInAsync(user.Email, user.Password);
        var resent = await visitor.SubmitAsync(rejected, "form[action^='/resend-verification']");

        Assert.Equal("/check-your-mail", resent.Location);
        Assert.Equal(2, (await app.MailsToAsync(user.Email)).Count);
    }

    [Fact]
    public async Task Any_password_is_passed_on_as_it_was_typed()
    {
        var user = TestUser.New() with { Password = "  blanks around  " };
        await app.NewVisitor().RegisterAsync(user);
        await app.ConfirmAsync(user.Email);

        Assert.Equal(HttpStatusCode.Unauthorized, (await app.NewVisitor().TryLogInAsync(user.Email, user.Password.Trim())).Status);
        Assert.Equal(HttpStatusCode.SeeOther, (await app.NewVisitor().TryLogInAsync(user.Email, user.Password)).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await app.NewVisitor().TryLogInAsync(user.Email, "        ")).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await app.NewVisitor().TryLogInAsync(user.Email, new string('x', 10_000))).Status);
    }

    [Fact]
    public async Task Session_cookie_is_hardened_and_lasts_30_days()
    {
        var user = await app.NewUserAsync();

        var login = await app.NewVisitor().TryLogInAsync(user.Email, user.Password);

        var cookie = Assert.Single(login.SetCookies, c => c.StartsWith("__Host-session=", StringComparison.Ordinal)).ToLowerInvariant();
        Assert.Contains("; httponly", cookie);
        Assert.Contains("; secure", cookie);
        Assert.Contains("; samesite=lax", cookie);
        Assert.Contains("; path=/", cookie);
        Assert.DoesNotContain("domain=", cookie);
        var expires = DateTimeOffset.Parse(cookie.Split("expires=")[1].Split(';')[0], System.Globalization.CultureInfo.InvariantCulture);
        Assert.InRange(expires - app.Clock.GetUtcNow(), TimeSpan.FromDays(29.9), TimeSpan.FromDays(30.1));
    }

    [Fact]
    public async Task Without_stay_logged_in_the_cookie_ends_with_the_browser()
    {
        var user = await app.NewUserAsync();
        var visitor = app.NewVisitor();

        var login = await visitor.SubmitAsync(await visitor.OpenAsync("/login"), "main form",
            ("Identifier", user.Email), ("Password", user.Password), ("RememberMe", "false"));

        var cookie = Assert.Single(login.SetCookies, c => c.StartsWith("__Host-session=", StringComparison.Ordinal));
        Assert.DoesNotContain("expires", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("max-age", cookie, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Every_sign_in_makes_a_new_session()
    {
        var user = await app.NewUserAsync();
        var first = app.NewVisitor();
        await first.LogInAsync(user);
        var second = app.NewVisitor();
        second.SetCookie("__Host-session", "planted");

        await second.LogInAsync(user);

        Assert.NotEqual("planted", second.Cookie("__Host-session"));
        Assert.NotEqual(first.Cookie("__Host-session"), second.Cookie("__Host-session"));
    }

    [Fact]
    public async Task Login_leads_to_where_the_visitor_was_going()
    {
        var user = await app.NewUserAsync();
        var visitor = app.NewVisitor();

        var turnedAway = await visitor.OpenAsync("/profile/email?from=menu");
        Assert.Equal("/login?returnUrl=%2Fprofile%2Femail%3Ffrom%3Dmenu", turnedAway.Location);
        var login = await visitor.TryLogInAsync(user.Email, user.Password, turnedAway.Location!);

        Assert.Equal("/profile/email?from=menu", login.Location);
    }

    [Theory]
    [InlineData("//evil.example")]
    [InlineData("/\\evil.example")]
    [InlineData("https://evil.example")]
    [InlineData("%2f%2fevil.example")]
    [InlineData("/%2f%2fevil.example")]
    [InlineData("/%252f%252fevil.example")]
    [InlineData("/é")]
    [InlineData("/\r\nSet-Cookie: a=b")]
    [InlineData("javascript:alert(1)")]
    [InlineData("/\u2028")]
    [InlineData("")]
    public async Task Return_targets_off_the_site_become_the_profile(string target)
    {
        var user = await app.NewUserAsync();

        var login = await app.NewVisitor().TryLogInAsync(user.Email, user.Password, $"/login?returnUrl={Uri.EscapeDataString(target)}");

        Assert.Equal(HttpStatusCode.SeeOther, login.Status);
        Assert.Equal("/profile", login.Location);
    }

    [Fact]
    public async Task Rejected_login_form_keeps_the_return_url()
    {
        var page = await app.NewVisitor().PostAsync("/login?returnUrl=%2Fprofile%2Fexport&x=secret",
            [KeyValuePair.Create("Input.Identifier", new string('x', 2 * 1024 * 1024))]);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, page.Status);
        Assert.Equal("/login?returnUrl=%2Fprofile%2Fexport", page.Document.QuerySelector("main a.button")!.GetAttribute("href"));
    }
}
