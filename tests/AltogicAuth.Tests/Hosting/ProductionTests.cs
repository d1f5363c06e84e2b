using System.Net;
using AltogicAuth.Tests.App;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing.Handlers;
using Microsoft.Extensions.DependencyInjection;
using Serilog.Core;

namespace AltogicAuth.Tests.Hosting;

public sealed class ProductionTests
{
    [Theory]
    [InlineData(null, null, "Altogic:EnvUrl")]
    [InlineData("https://a.example.com", null, "Altogic:ClientKey")]
    [InlineData("http://a.example.com", "key", "Altogic:EnvUrl")]
    [InlineData("nonsense", "key", "Altogic:EnvUrl")]
    public async Task Invalid_environment_settings_stop_the_start_and_are_named(string? envUrl, string? clientKey, string named)
    {
        await using var app = new ProductionApp { Settings = { ["Altogic:EnvUrl"] = envUrl, ["Altogic:ClientKey"] = clientKey } };

        var failure = Assert.ThrowsAny<Exception>(() => app.Server);

        Assert.Contains(named, failure.Message);
    }

    [Fact]
    public async Task Invalid_client_setting_stops_the_start_and_is_named()
    {
        await using var app = new ProductionApp { Settings = { ["Altogic:ReadRetries"] = "-1" } };

        Assert.Contains("Altogic:ReadRetries", Assert.ThrowsAny<Exception>(() => app.Server).Message);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("https")]
    [InlineData("http")]
    public async Task Cookies_are_secure_whatever_scheme_a_proxy_forwards(string? forwardedProto)
    {
        await using var app = new ProductionApp();
        using var client = app.NewClient("http://localhost");
        if (forwardedProto is not null)
        {
            client.DefaultRequestHeaders.Add("X-Forwarded-Proto", forwardedProto);
        }

        var login = await client.GetAsync("/login", TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, login.StatusCode);
        var cookie = Assert.Single(login.Headers.GetValues("Set-Cookie"));
        Assert.StartsWith("__Host-antiforgery=", cookie);
        Assert.Contains("; secure", cookie);
    }

    [Theory]
    [InlineData("/login", HttpStatusCode.TemporaryRedirect)]
    [InlineData("/healthz/live", HttpStatusCode.OK)]
    public async Task Pages_redirect_to_https_and_health_checks_do_not(string address, HttpStatusCode status)
    {
        await using var app = new ProductionApp { Settings = { ["https_port"] = "443" } };
        using var client = app.NewClient("http://localhost");

        Assert.Equal(status, (await client.GetAsync(address, TestContext.Current.CancellationToken)).StatusCode);
    }

    [Theory]
    [InlineData("127.0.0.1", HttpStatusCode.OK)]
    [InlineData("203.0.113.9", HttpStatusCode.TemporaryRedirect)]
    public async Task Only_a_known_proxy_may_forward_the_scheme(string peer, HttpStatusCode status)
    {
        await using var app = new ProductionApp
        {
            Settings = { ["https_port"] = "443" },
            Wire = services => services.AddSingleton<IStartupFilter>(new Peer(peer)),
        };
        using var client = app.NewClient("http://localhost");
        client.DefaultRequestHeaders.Add("X-Forwarded-Proto", "https");

        Assert.Equal(status, (await client.GetAsync("/login", TestContext.Current.CancellationToken)).StatusCode);
    }

    [Theory]
    [InlineData("*", 1)]
    [InlineData(null, 1)]
    [InlineData("www.example.com", 0)]
    public async Task Accepting_every_host_name_logs_a_warning(string? allowed, int warnings)
    {
        var log = new TestLog();
        await using var app = new ProductionApp
        {
            Settings = { ["AllowedHosts"] = allowed, ["Serilog:MinimumLevel:Default"] = "Warning" },
            Wire = services => services.AddSingleton<ILogEventFilter>(log),
        };

        using var client = app.NewClient();

        Assert.Equal(warnings, log.Of(5).Count());
    }

    [Fact]
    public async Task Unencrypted_keys_log_a_warning()
    {
        var log = new TestLog();
        await using var app = new ProductionApp
        {
            Settings = { ["Serilog:MinimumLevel:Default"] = "Warning" },
            Wire = services => services.AddSingleton<ILogEventFilter>(log),
        };

        using var client = app.NewClient();

        Assert.Single(log.Of(7));
    }

    [Fact]
    public void Keys_in_a_database_need_the_embedded_backend()
    {
        using var app = new ProductionApp { Settings = { ["DataProtection:KeysIn"] = "Database" } };

        Assert.Contains("DataProtection:KeysIn", Assert.Throws<InvalidOperationException>(() => app.Server).Message);
    }

    [Theory]
    [InlineData("/app.css", "text/css")]
    [InlineData("/app.js", "text/javascript")]
    [InlineData("/favicon.svg", "image/svg+xml")]
    public async Task Static_files_are_served_from_an_unpublished_build(string file, string type)
    {
        await using var app = new ProductionApp();
        using var client = app.NewClient();
        client.DefaultRequestHeaders.Add("Accept-Encoding", "gzip");

        var served = await client.GetAsync(file, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, served.StatusCode);
        Assert.Equal(type, served.Content.Headers.ContentType?.MediaType);
        Assert.NotEmpty(await served.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Page_of_all_components_exists_in_Development_only()
    {
        await using var app = new ProductionApp();
        using var client = app.NewClient();

        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync("/_styles", TestContext.Current.CancellationToken)).StatusCode);
    }

    [Fact]
    public async Task Production_has_no_embedded_backend()
    {
        await using var app = new ProductionApp();
        using var client = app.NewClient();

        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync("/e:local/_mail.json", TestContext.Current.CancellationToken)).StatusCode);
    }

    [Fact]
    public async Task Unreachable_environment_is_a_503_page()
    {
        await using var app = new ProductionApp();
        using var client = app.CreateDefaultClient(new Uri("https://localhost"), new CookieContainerHandler());
        var form = await client.GetAsync("/login", TestContext.Current.CancellationToken);
        var page = await Page.ReadAsync("/login", form, await form.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));

        var response = await client.PostAsync("/login", new FormUrlEncodedContent(
        [
            .. page.FieldsOf(page.Form("main form")).Where(field => !field.Key.StartsWith("Input", StringComparison.Ordinal)),
            KeyValuePair.Create("Input.Identifier", "ann@example.test"), KeyValuePair.Create("Input.Password", "whatever it is"),
        ]), TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Contains("ann@example.test", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }
}
