using System.Net;
using AltogicAuth.Tests.App;

namespace AltogicAuth.Tests.Sessions;

public sealed class CookieTests(TestApp app)
{
    /// <summary>Every cookie of the site. The framework names the one of antiforgery, without a prefix in Development.</summary>
    private static readonly string[] Names =
        ["antiforgery", "__Host-session", "__Host-flash", "__Host-parked", "__Host-marker", "__Host-known", "__Host-language", "__Host-theme"];

    [Fact]
    public async Task A_cookie_that_cannot_be_read_means_logged_out_and_is_removed()
    {
        var (victim, _) = await app.NewLoggedInAsync();
        var good = victim.Cookie("__Host-session")!;
        await using var elsewhere = new TestApp();
        var (foreigner, _) = await elsewhere.NewLoggedInAsync();
        string[] bad =
        [
            good[..^5], good[5..], good.ToUpperInvariant(), foreigner.Cookie("__Host-session")!, victim.Cookie("__Host-session") + "x",
            "x", "%%%", "chunks-3", "chunks-999999999", "chunks-x", new string('A', 16_000),
        ];
        foreach (var value in bad)
        {
            var visitor = app.NewVisitor();
            visitor.Headers.Add("Cookie", string.Join("; ", Names.Select(name => $"{name}={value}")));

            var profile = await visitor.OpenAsync("/profile");
            Assert.Equal("/login?returnUrl=%2Fprofile", profile.Location);
            Assert.Contains(profile.SetCookies, cookie => cookie.StartsWith("__Host-session=;", StringComparison.Ordinal));
            Assert.Equal(HttpStatusCode.OK, (await visitor.OpenAsync("/login")).Status);
            Assert.Equal(HttpStatusCode.BadRequest, (await visitor.OpenAsync("/auth-redirect")).Status);
        }
    }

    [Fact]
    public async Task A_ticket_ends_after_30_days_whatever_the_browser_keeps()
    {
        await using var own = new TestApp();
        var (visitor, _) = await own.NewLoggedInAsync();
        var cookie = visitor.Cookie("__Host-session")!;

        own.Clock.Advance(TimeSpan.FromDays(30.1));

        var late = own.NewVisitor();
        late.Headers.Add("Cookie", $"__Host-session={cookie}");
        Assert.Equal("/login?returnUrl=%2Fprofile", (await late.OpenAsync("/profile")).Location);
    }

    [Fact]
    public async Task Every_cookie_is_hidden_from_scripts_secure_and_bound_to_the_host()
    {
        var user = await app.NewUserAsync();
        var visitor = app.NewVisitor();
        var cookies = new List<string>();
        cookies.AddRange((await visitor.OpenAsync("/login")).SetCookies);
        cookies.AddRange((await visitor.AskForMagicLinkAsync(user.Email)).SetCookies);
        cookies.AddRange((await visitor.OpenAsync("/auth-redirect?status=200&access_token=a&action=reset-pwd")).SetCookies);
        cookies.AddRange((await visitor.TryLogInAsync(user.Email, user.Password)).SetCookies);

        Assert.Superset(
            new HashSet<string> { "antiforgery", "__Host-marker", "__Host-flash", "__Host-parked", "__Host-known", "__Host-session" },
            cookies.Select(cookie => cookie.Split('=')[0]).ToHashSet());
        Assert.All(cookies.Select(cookie => cookie.ToLowerInvariant()), cookie =>
        {
            Assert.Contains("; httponly", cookie);
            Assert.Contains("; secure", cookie);
            Assert.Contains("; path=/", cookie);
            Assert.Contains("; samesite=", cookie);
            Assert.DoesNotContain("domain=", cookie);
        });
    }

    [Fact]
    public async Task A_restart_logs_nobody_out()
    {
        var data = Directory.CreateTempSubdirectory("altogic-auth-restart-");
        try
        {
            string cookie;
            await using (var before = new TestApp { DataDirectory = data })
            {
                var (visitor, _) = await before.NewLoggedInAsync();
                cookie = visitor.Cookie("__Host-session")!;
            }

            await using var after = new TestApp { DataDirectory = data };
            var returning = after.NewVisitor();
            returning.SetCookie("__Host-session", cookie);
            Assert.Equal(HttpStatusCode.OK, (await returning.OpenAsync("/profile")).Status);
        }
        finally
        {
            data.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task Over_plain_http_in_development_the_cookies_go_without_prefix_and_secure()
    {
        var user = await app.NewUserAsync();
        using var client = app.CreateBareClient();
        var form = await client.GetAsync("http://localhost/login", TestContext.Current.CancellationToken);

        var antiforgery = form.Headers.GetValues("Set-Cookie").Single(cookie => cookie.StartsWith("antiforgery=", StringComparison.Ordinal));
        Assert.DoesNotContain("secure", antiforgery, StringComparison.OrdinalIgnoreCase);
        var page = await Page.ReadAsync("/login", form, await form.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        var fields = page.FieldsOf(page.Form("main form")).Where(field => !field.Key.StartsWith("Input", StringComparison.Ordinal));
        var request = new HttpRequestMessage(HttpMethod.Post, "http://localhost/login")
        {
            Content = new FormUrlEncodedContent([.. fields, KeyValuePair.Create("Input.Email", user.Email), KeyValuePair.Create("Input.Password", user.Password)]),
        };
        request.Headers.Add("Cookie", antiforgery.Split(';')[0]);
        var login = await client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Contains(login.Headers.GetValues("Set-Cookie"), cookie =>
            cookie.StartsWith("session=", StringComparison.Ordinal) && !cookie.Contains("secure", StringComparison.OrdinalIgnoreCase));
    }
}
