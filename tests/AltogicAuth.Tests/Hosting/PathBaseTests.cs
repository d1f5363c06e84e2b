using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using AltogicAuth.Tests.App;
using AltogicAuth.Tests.Html;
using AltogicAuth.Tests.Photos;
using AltogicAuth.Tests.Shared;

namespace AltogicAuth.Tests.Hosting;

/// <summary>The site below a path of its host.</summary>
public sealed partial class PathBaseTests
{
    [Fact]
    public async Task Every_link_is_below_the_path_base()
    {
        var site = new SitePages { PathBase = "/auth" };
        await site.InitializeAsync();

        var addresses = site.All.Where(entry => entry.Name != "mail")
            .SelectMany(entry => entry.Page.Document.QuerySelectorAll("[href], [action], [formaction], [src], [name=returnUrl]"), (entry, element) =>
                (entry.Name, Address: (element.GetAttribute("href") ?? element.GetAttribute("action") ?? element.GetAttribute("formaction") ?? element.GetAttribute("src") ?? element.GetAttribute("value"))!))
            .Where(link => !link.Address.StartsWith('#') && !link.Address.StartsWith("https://", StringComparison.Ordinal))
            .ToList();

        Assert.True(addresses.Count > 500, $"only {addresses.Count} were found");
        Assert.Contains(addresses, link => link.Address.Contains("?returnUrl=%2F"));
        Assert.DoesNotContain(addresses, link => link.Address.Contains("?returnUrl=") && !link.Address.Contains("?returnUrl=%2Fauth%2F"));
        Assert.DoesNotContain(addresses, link => !link.Address.StartsWith("/auth/", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("/profile", "/auth/login?returnUrl=%2Fauth%2Fprofile")]
    [InlineData("/auth/profile", "/auth/login?returnUrl=%2Fauth%2Fprofile")]
    [InlineData("/auth/logout", "/auth/")]
    [InlineData("/auth/preferences", "/auth/")]
    [InlineData("/auth/farewell", "/auth/")]
    [InlineData("/auth/auth-redirect?handler=Decline", "/auth/auth-redirect")]
    [InlineData("/auth/api/logout", "/auth/logout")]
    [InlineData("/auth/.well-known/change-password", "/auth/profile/password")]
    public async Task Redirects_stay_below_the_path_base(string address, string location)
    {
        await using var app = NewApp();

        Assert.Equal(location, (await app.NewVisitor().OpenAsync(address)).Location);
    }

    [Theory]
    [InlineData(null, "/auth/profile")]
    [InlineData("/auth/profile/email", "/auth/profile/email")]
    [InlineData("/shop/cart", "/shop/cart")]
    [InlineData("https://evil.example/", "/auth/profile")]
    public async Task Return_URL_may_be_any_path_of_the_host(string? returnUrl, string location)
    {
        await using var app = NewApp();
        var user = await app.NewUserAsync();
        var login = await app.NewVisitor().TryLogInAsync(user.Email, user.Password, $"/auth/login?returnUrl={returnUrl}");

        Assert.Equal(location, login.Location);
    }

    [Theory]
    [InlineData("/auth", HttpStatusCode.OK)]
    [InlineData("/auth/", HttpStatusCode.OK)]
    [InlineData("/auth/healthz/ready", HttpStatusCode.OK)]
    [InlineData("/healthz/ready", HttpStatusCode.OK)]
    [InlineData("/auth/app.css", HttpStatusCode.OK)]
    [InlineData("/authx/login", HttpStatusCode.NotFound)]
    [InlineData("/auth/auth/login", HttpStatusCode.NotFound)]
    public async Task Site_responds_below_the_path_base(string address, HttpStatusCode status)
    {
        await using var app = NewApp();

        Assert.Equal(status, (await app.NewVisitor().OpenAsync(address)).Status);
    }

    [Fact]
    public async Task Forwarded_prefix_header_is_ignored()
    {
        await using var app = new TestApp();
        var visitor = app.NewVisitor();
        visitor.Headers.Add("X-Forwarded-Prefix", "/evil");

        Assert.Equal("/login?returnUrl=%2Fprofile", (await visitor.OpenAsync("/profile")).Location);
    }

    [Fact]
    public async Task Two_sites_on_one_host_have_separate_cookies()
    {
        await using var shop = new TestApp { Settings = { ["Site:Name"] = "shop" } };
        await using var club = new TestApp { Settings = { ["Site:Name"] = "club" } };
        var (visitor, _) = await shop.NewLoggedInAsync();
        var ofShop = visitor.Cookies.GetAllCookies();
        var atClub = club.NewVisitor();
        atClub.Cookies.Add(ofShop);
        await atClub.LogInAsync(await club.NewUserAsync());

        Assert.All(ofShop, cookie => Assert.Matches("^(__Host-)?shop-", cookie.Name));
        Assert.All(ofShop, cookie => Assert.Equal(cookie.Value, atClub.Cookie(cookie.Name)));
    }

    [Theory]
    [InlineData("Site:PathBase", "auth")]
    [InlineData("Site:PathBase", "/auth/")]
    [InlineData("Site:PathBase", "/a b")]
    [InlineData("Site:Name", "a;b")]
    [InlineData("Site:HelpUrl", "javascript:alert(1)")]
    public async Task Invalid_site_setting_stops_the_start_and_is_named(string setting, string value)
    {
        await using var app = new TestApp { Settings = { [setting] = value } };

        Assert.Contains(setting, Assert.ThrowsAny<Exception>(() => app.Server).Message);
    }

    [Theory]
    [InlineData("")]
    [InlineData("/")]
    public async Task Visitor_registers_and_signs_in_through_nginx(string takenAway)
    {
        await using var nginx = new Nginx();
        await using var app = NewApp(("Backend:PublicUrl", $"{nginx.Address}auth/e:local"));
        app.UseKestrel(0);
        app.StartServer();
        await nginx.StartAsync(Documented().Replace("http://127.0.0.1:5000", $"http://127.0.0.1:{app.ClientOptions.BaseAddress.Port}{takenAway}"));
        var user = TestUser.New();
        var visitor = new Visitor(app, nginx.Address, nginx.NewHandler());

        var start = await visitor.OpenToTheEndAsync("/auth");
        foreach (var file in start.Document.QuerySelectorAll("link[rel=stylesheet], link[rel=icon], script").Select(e => e.GetAttribute("href") ?? e.GetAttribute("src")!))
        {
            Assert.Equal(HttpStatusCode.OK, (await visitor.OpenAsync(file)).Status);
        }

        app.Secrets.Add(user.Email);
        await visitor.RegisterAsync(user, start.Document.QuerySelector("a[href$=register]")!.GetAttribute("href")!);
        var profile = await visitor.OpenToTheEndAsync(await LinkToAsync(user, visitor));
        Assert.Equal(("/auth/profile", "Your profile"), (profile.Address, profile.Heading));
        await visitor.UploadAsync(profile, TestPhotos.Jpeg(64, 64));
        profile = await visitor.OpenAsync("/auth/profile");
        Assert.Equal(HttpStatusCode.OK, (await visitor.OpenAsync(profile.Document.QuerySelector("img")!.GetAttribute("src")!)).Status);
        var left = await visitor.FollowAsync(await visitor.SubmitAsync(profile, "form[action$='/logout']"));
        Assert.Equal("/auth/login", left.Address);
        Assert.Equal("/auth/login?returnUrl=%2Fauth%2Fprofile", (await visitor.OpenAsync("/auth/profile")).Location);
        await visitor.FollowAsync(await visitor.TryLogInAsync(user.Email, user.Password, "/auth/login"));

        Assert.Equal(HttpStatusCode.OK, (await visitor.OpenAsync("/auth/profile")).Status);
        Assert.Equal($"{nginx.Address}auth/profile/password", (await visitor.OpenAsync("/.well-known/change-password")).Location);
        Assert.Equal(HttpStatusCode.NotFound, (await visitor.OpenAsync("/auth/nowhere")).Status);
        Assert.All(visitor.Cookies.GetAllCookies(), cookie => Assert.True(cookie is { Path: "/", Secure: true }));
    }

    private static TestApp NewApp(params (string Key, string Value)[] settings)
    {
        var app = new TestApp { OnSocket = settings.Length > 0, Settings = { ["Site:PathBase"] = "/auth" } };
        foreach (var (key, value) in settings)
        {
            app.Settings[key] = value;
        }

        return app;
    }

    private static Task<string> LinkToAsync(TestUser user, Visitor visitor) => Eventually.FindAsync("the mail", async () =>
        JsonNode.Parse((await visitor.OpenAsync("/auth/e:local/_mail.json")).Html)!.AsArray()
            .FirstOrDefault(mail => (string?)mail!["to"] == user.Email)?["link"]?.ToString());

    private static string Documented() => Snippet().Match(File.ReadAllText(RepositoryRoot.PathOf("docs", "operations.md"))).Groups[1].Value;

    [GeneratedRegex("```nginx\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Snippet();
}
