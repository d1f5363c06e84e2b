using System.Net;
using AltogicAuth.Backend;
using AltogicAuth.Backend.Hosting;
using AltogicAuth.Tests.App;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace AltogicAuth.Tests.Hosting;

/// <summary>The backend in the site's process, or as a server of its own.</summary>
public sealed class BackendPlacementTests : IDisposable
{
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("altogic-auth-placement-");

    public void Dispose() => _data.Delete(recursive: true);

    [Theory]
    [InlineData("Development", null, null, true)]
    [InlineData("Development", "true", null, true)]
    [InlineData("Development", null, "http://127.0.0.1:9", false)]
    [InlineData("Production", "true", null, true)]
    [InlineData("Production", "false", "http://127.0.0.1:9", false)]
    public async Task Backend_is_embedded_by_setting_or_in_Development(string environment, string? embedded, string? envUrl, bool isEmbedded)
    {
        await using var app = new ProductionApp
        {
            Settings =
            {
                ["environment"] = environment, ["Backend:Embedded"] = embedded, ["Altogic:EnvUrl"] = envUrl, ["Backend:Mailbox"] = "true",
                ["Backend:PublicUrl"] = "https://localhost/e:local", ["Backend:DataDirectory"] = _data.FullName,
            },
        };

        Assert.Equal(isEmbedded, app.Services.GetService<BackendAddress>() is not null);
    }

    [Theory]
    [InlineData("true", "http://127.0.0.1:9", "Backend:Embedded and Altogic:EnvUrl")]
    [InlineData("false", null, "Altogic:EnvUrl is missing")]
    [InlineData(null, null, "Altogic:EnvUrl is missing")]
    public async Task Contradicting_or_missing_place_stops_the_start(string? embedded, string? envUrl, string problem)
    {
        await using var app = new ProductionApp { Settings = { ["Backend:Embedded"] = embedded, ["Altogic:EnvUrl"] = envUrl } };

        Assert.Contains(problem, Assert.ThrowsAny<Exception>(() => app.Server).Message);
    }

    [Fact]
    public async Task Embedded_backend_starts_a_sign_in_at_a_configured_provider()
    {
        await using var app = new TestApp { Settings = { ["Backend:Providers:GitHub:ClientId"] = "id", ["Backend:Providers:GitHub:ClientSecret"] = "secret" } };
        using var http = app.CreateClient(new() { AllowAutoRedirect = false });

        var start = await http.GetAsync("/e:local/_auth/github");
        var callback = await http.GetAsync("/e:local/_auth/github/callback?code=x&state=y");
        var page = await http.GetAsync("/login");

        Assert.StartsWith("https://github.com/login/oauth/authorize?client_id=id&", start.Headers.Location?.AbsoluteUri);
        Assert.Contains("code=provider_sign_in_failed", callback.Headers.Location?.Query);
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
    }

    [Fact]
    public async Task Embedded_backend_in_Production_is_closed_to_other_callers()
    {
        await using var app = new TestApp
        {
            Settings =
            {
                ["environment"] = "Production", ["Backend:Embedded"] = "true", ["Backend:Mailbox"] = "true", ["Backend:EmailConfirmation"] = "false",
            },
        };

        var registered = await app.NewVisitor().RegisterAsync(TestUser.New());
        using var other = app.CreateBareClient();
        other.DefaultRequestHeaders.Add("X-Client-Key", BackendOptions.DevelopmentClientKey);
        var call = await other.GetAsync("/e:local/_api/rest/v1/auth/user", TestContext.Current.CancellationToken);

        Assert.Equal("/profile", registered.Location);
        Assert.Equal(HttpStatusCode.NotFound, call.StatusCode);
    }

    [Fact]
    public async Task Pages_of_an_embedded_backend_in_Production_have_HSTS()
    {
        await using var app = new TestApp
        {
            Settings = { ["environment"] = "Production", ["Backend:Embedded"] = "true", ["Backend:Mailbox"] = "true" },
        };
        using var other = app.CreateBareClient();

        var mailbox = await other.GetAsync("/e:local/_mail", TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, mailbox.StatusCode);
        Assert.StartsWith("max-age=", mailbox.Headers.GetValues("Strict-Transport-Security").Single());
    }

    [Fact]
    public async Task Site_uses_a_backend_server_by_EnvUrl()
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Development" });
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Backend:DataDirectory"] = _data.FullName,
            ["Backend:PasswordIterations"] = "10",
            ["Backend:EmailConfirmation"] = "false",
        });
        builder.Services.AddBackend(builder.Configuration.GetSection("Backend"));
        await using var server = builder.Build();
        server.RunBackend();
        await server.StartAsync(TestContext.Current.CancellationToken);
        await using var app = new TestApp
        {
            // The client calls the server by the network.
            OnSocket = true,
            Settings = { ["Altogic:EnvUrl"] = server.Urls.Single(), ["Altogic:ClientKey"] = BackendOptions.DevelopmentClientKey },
        };

        var registered = await app.NewVisitor().RegisterAsync(TestUser.New());

        Assert.Equal("/profile", registered.Location);
        Assert.Null(app.Services.GetService<BackendAddress>());
    }
}
