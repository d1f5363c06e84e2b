using System.Collections.Concurrent;
using System.Net;
using AltogicAuth.Tests.App;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Net.Http.Headers;
using SameSiteMode = Microsoft.Net.Http.Headers.SameSiteMode;

namespace AltogicAuth.Tests.Authentication;

public sealed class CookieTests(TestApp app)
{
    /// <summary>Every cookie of the site. Lax where a visitor may come by a mailed link.</summary>
    private static readonly Dictionary<string, (SameSiteMode SameSite, TimeSpan? MaxAge)> Attributes = new()
    {
        ["__Host-antiforgery"] = (SameSiteMode.Strict, null),
        ["__Host-session"] = (SameSiteMode.Lax, null),
        ["__Host-ended"] = (SameSiteMode.Lax, TimeSpan.FromDays(30)),
        ["__Host-flash"] = (SameSiteMode.Lax, TimeSpan.FromMinutes(5)),
        ["__Host-pending"] = (SameSiteMode.Lax, TimeSpan.FromMinutes(10)),
        ["__Host-correlation"] = (SameSiteMode.Lax, TimeSpan.FromHours(1)),
        ["__Host-reset"] = (SameSiteMode.Lax, TimeSpan.FromMinutes(10)),
        ["__Host-deletion"] = (SameSiteMode.Strict, TimeSpan.FromMinutes(10)),
        ["__Host-device"] = (SameSiteMode.Strict, TimeSpan.FromDays(365)),
        ["__Host-language"] = (SameSiteMode.Lax, TimeSpan.FromDays(365)),
        ["__Host-last-method"] = (SameSiteMode.Lax, TimeSpan.FromDays(365)),
        ["__Host-provider"] = (SameSiteMode.Lax, TimeSpan.FromMinutes(10)),
        ["__Host-theme"] = (SameSiteMode.Lax, TimeSpan.FromDays(365)),
    };

    [Fact]
    public async Task Unreadable_cookie_counts_as_signed_out_and_is_removed()
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
            visitor.Headers.Add("Cookie", string.Join("; ", Attributes.Keys.Select(name => $"{name}={value}")));

            var profile = await visitor.OpenAsync("/profile");
            Assert.Equal("/login?returnUrl=%2Fprofile", profile.Location);
            Assert.Contains(profile.SetCookies, cookie => cookie.StartsWith("__Host-session=;", StringComparison.Ordinal));
            Assert.Equal(HttpStatusCode.OK, (await visitor.OpenAsync("/login")).Status);
            Assert.Equal(HttpStatusCode.BadRequest, (await visitor.OpenAsync("/auth-redirect")).Status);
        }
    }

    [Fact]
    public async Task Ticket_expires_after_30_days()
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
    public async Task Every_cookie_is_HttpOnly_Secure_and_bound_to_the_host()
    {
        var cookies = await EveryCookieAsync();

        Assert.Equal(Attributes.Keys.ToHashSet(), cookies.Select(cookie => cookie.Name.ToString()).ToHashSet());
        Assert.All(cookies, cookie =>
        {
            Assert.True(cookie.HttpOnly);
            Assert.True(cookie.Secure);
            Assert.Equal("/", cookie.Path.Value);
            Assert.False(cookie.Domain.HasValue);
        });
    }

    [Fact]
    public async Task Every_cookie_has_its_MaxAge_and_SameSite()
    {
        var cookies = await EveryCookieAsync();

        Assert.All(cookies, cookie => Assert.Equal((cookie.Name, Attributes[cookie.Name.ToString()]), (cookie.Name, (cookie.SameSite, cookie.MaxAge))));
    }

    [Theory]
    [InlineData(59, true)]
    [InlineData(61, false)]
    public async Task Correlation_cookie_expires_after_an_hour(int minutes, bool counts)
    {
        await using var own = new TestApp();
        var user = await own.NewUserAsync();
        var visitor = own.NewVisitor();
        await visitor.AskForMagicLinkAsync(user.Email);

        own.Clock.Advance(TimeSpan.FromMinutes(minutes));

        Assert.NotNull(visitor.Cookie("__Host-correlation"));
        var failed = await visitor.OpenAsync("/auth-redirect?status=400&action=magic-link&error=x");
        Assert.Equal(counts, failed.Text.Contains(user.Email, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(9, HttpStatusCode.OK)]
    [InlineData(11, HttpStatusCode.BadRequest)]
    public async Task Pending_link_expires_after_ten_minutes(int minutes, HttpStatusCode status)
    {
        await using var own = new TestApp();
        var visitor = own.NewVisitor();
        await visitor.OpenAsync("/auth-redirect?status=200&access_token=a&action=magic-link");

        own.Clock.Advance(TimeSpan.FromMinutes(minutes));

        Assert.NotNull(visitor.Cookie("__Host-pending"));
        Assert.Equal(status, (await visitor.OpenAsync("/auth-redirect")).Status);
    }

    [Theory]
    [InlineData(23, null)]
    [InlineData(25, "/login?returnUrl=%2Fprofile")]
    public async Task Ticket_of_a_browser_session_expires_after_a_day(int hours, string? location)
    {
        await using var own = new TestApp();
        var user = await own.NewUserAsync();
        var visitor = own.NewVisitor();
        await visitor.SubmitAsync(await visitor.OpenAsync("/login"), "main form",
            ("Identifier", user.Email), ("Password", user.Password), ("RememberMe", "false"));

        own.Clock.Advance(TimeSpan.FromHours(hours));

        Assert.NotNull(visitor.Cookie("__Host-session"));
        Assert.Equal(location, (await visitor.OpenAsync("/profile")).Location);
    }

    [Fact]
    public async Task Cookie_length_does_not_depend_on_the_time()
    {
        var fullSecond = DateTimeOffset.FromUnixTimeSeconds(DateTimeOffset.UtcNow.ToUnixTimeSeconds());
        await using var own = new TestApp { Clock = new TestClock(fullSecond) };
        var (one, other) = (own.NewVisitor(), own.NewVisitor());

        await one.AskForMagicLinkAsync(TestUser.New().Email);
        own.Clock.Advance(TimeSpan.FromTicks(1));
        await other.AskForMagicLinkAsync(TestUser.New().Email);

        Assert.Equal(one.Cookie("__Host-correlation")!.Length, other.Cookie("__Host-correlation")!.Length);
    }

    [Fact]
    public async Task Each_cookie_is_decrypted_once_per_request()
    {
        var decrypted = new ConcurrentQueue<string>();
        await using var own = new TestApp { Wire = services => RecordingProtector.Replace(services, decrypted) };
        var (visitor, user) = await own.NewLoggedInAsync();
        await visitor.LogOutAsync();
        var login = await visitor.OpenAsync("/login");

        foreach (var request in (Func<Task<Page>>[])
        [
            () => visitor.SubmitAsync(login, "main form", ("Identifier", user.Email), ("Password", user.Password)), () => visitor.OpenAsync("/profile"),
            () => visitor.OpenAsync("/auth-redirect?status=400&action=magic-link&error=x"),
        ])
        {
            decrypted.Clear();
            await request();
            Assert.NotEmpty(decrypted);
            Assert.Distinct(decrypted);
        }
    }

    [Fact]
    public async Task Restart_keeps_sessions()
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
    public async Task Development_over_http_omits_cookie_prefix_and_Secure()
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
            Content = new FormUrlEncodedContent([.. fields, KeyValuePair.Create("Input.Identifier", user.Email), KeyValuePair.Create("Input.Password", user.Password)]),
        };
        request.Headers.Add("Cookie", antiforgery.Split(';')[0]);
        var login = await client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Contains(login.Headers.GetValues("Set-Cookie"), cookie =>
            cookie.StartsWith("session=", StringComparison.Ordinal) && !cookie.Contains("secure", StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>All cookies that are set between the first visit and the deletion of the account.</summary>
    private async Task<IReadOnlyList<SetCookieHeaderValue>> EveryCookieAsync()
    {
        var user = await app.NewUserAsync();
        var renewed = user with { Password = "a brand new phrase" };
        var visitor = app.NewVisitor();
        var cookies = new List<string>();
        var login = Keep(await visitor.OpenAsync("/login"));
        Keep(await visitor.SubmitAsync(login, "form[action='/preferences']", ("theme", "dark")));
        Keep(await visitor.SubmitAsync(login, "form[action='/preferences']", ("language", "en")));
        Keep(await visitor.AskForMagicLinkAsync(user.Email));
        Keep(await visitor.OpenAsync("/login/google"));

        var elsewhere = app.NewVisitor();
        await elsewhere.SubmitAsync(await elsewhere.OpenAsync("/forgot-password"), "main form", ("Identifier", user.Email));
        var reset = Keep(await visitor.OpenAsync((await app.ReadMailAsync(user.Email, "reset-pwd")).Link));
        reset = Keep(await visitor.OpenAsync(reset.Location!));
        Keep(await visitor.SubmitAsync(await visitor.FollowAsync(reset), "main form",
            ("Email", "somebody@example.test"), ("NewPassword", renewed.Password)));
        Keep(await visitor.TryLogInAsync(renewed.Email, renewed.Password));
        await elsewhere.SubmitAsync(await elsewhere.LogInAsync(renewed), "form[action$='handler=EndOtherSessions']");
        Keep(await visitor.OpenAsync("/profile"));
        Keep(await elsewhere.DeleteAccountAsync(await elsewhere.OpenAsync("/profile/delete")));
        return [.. SetCookieHeaderValue.ParseList(cookies).Where(cookie => cookie.Value.Length > 0)];

        Page Keep(Page page)
        {
            cookies.AddRange(page.SetCookies);
            return page;
        }
    }

    /// <summary>Writes down every text that is decrypted.</summary>
    private sealed class RecordingProtector(IDataProtectionProvider inner, ConcurrentQueue<string> decrypted) : IDataProtector
    {
        public static void Replace(IServiceCollection services, ConcurrentQueue<string> decrypted)
        {
            var registered = services.Single(service => service.ServiceType == typeof(IDataProtectionProvider));
            services.Replace(ServiceDescriptor.Singleton<IDataProtectionProvider>(provider =>
                new RecordingProtector((IDataProtectionProvider)registered.ImplementationFactory!(provider), decrypted)));
        }

        public IDataProtector CreateProtector(string purpose) => new RecordingProtector(inner.CreateProtector(purpose), decrypted);

        public byte[] Protect(byte[] plaintext) => ((IDataProtector)inner).Protect(plaintext);

        public byte[] Unprotect(byte[] protectedData)
        {
            decrypted.Enqueue(Convert.ToBase64String(protectedData));
            return ((IDataProtector)inner).Unprotect(protectedData);
        }
    }
}
