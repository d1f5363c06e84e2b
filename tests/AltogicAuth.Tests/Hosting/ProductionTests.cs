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
    public async Task A_missing_or_wrong_setting_stops_the_start_and_is_named(string? envUrl, string? clientKey, string named)
    {
        await using var app = new ProductionApp { Settings = { ["Altogic:EnvUrl"] = envUrl, ["Altogic:ClientKey"] = clientKey } };

        var failure = Assert.ThrowsAny<Exception>(() => app.Server);

        Assert.Contains(named, failure.Message);
    }

    [Fact]
    public async Task A_setting_of_the_client_that_cannot_work_stops_the_start_and_is_named()
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
    public async Task Pages_lead_to_https_where_it_is_served_and_checks_of_health_do_not(string address, HttpStatusCode status)
    {
        await using var app = new ProductionApp { Settings = { ["https_port"] = "443" } };
        using var client = app.NewClient("http://localhost");

        Assert.Equal(status, (await client.GetAsync(address, TestContext.Current.CancellationToken)).StatusCode);
    }

    [Theory]
    [InlineData("127.0.0.1", HttpStatusCode.OK)]
    [InlineData("203.0.113.9", HttpStatusCode.TemporaryRedirect)]
    public async Task Only_a_known_proxy_is_believed_that_the_visitor_came_by_https(string peer, HttpStatusCode status)
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
    public async Task A_start_that_answers_to_every_host_name_is_warned_of(string? allowed, int warnings)
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

    [Theory]
    [InlineData("/app.css", "text/css")]
    [InlineData("/app.js", "text/javascript")]
    [InlineData("/favicon.svg", "image/svg+xml")]
    public async Task Files_are_served_whole_from_a_build_that_was_not_published(string file, string type)
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
    public async Task The_local_backend_is_not_there()
    {
        await using var app = new ProductionApp();
        using var client = app.NewClient();

        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync("/e:local/_mail.json", TestContext.Current.CancellationToken)).StatusCode);
    }

    [Fact]
    public async Task An_unreachable_environment_is_a_503_page()
    {
        await using var app = new ProductionApp();
        using var client = app.CreateDefaultClient(new Uri("https://localhost"), new CookieContainerHandler());
        var form = await client.GetAsync("/login", TestContext.Current.CancellationToken);
        var page = await Page.ReadAsync("/login", form, await form.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));

        var answer = await client.PostAsync("/login", new FormUrlEncodedContent(
        [
            .. page.FieldsOf(page.Form("main form")).Where(field => !field.Key.StartsWith("Input", StringComparison.Ordinal)),
            KeyValuePair.Create("Input.Email", "ann@example.test"), KeyValuePair.Create("Input.Password", "whatever it is"),
        ]), TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Contains("ann@example.test", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }
}
