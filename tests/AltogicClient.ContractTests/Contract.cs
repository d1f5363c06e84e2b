using System.Net.Http.Json;
using System.Text.Json.Nodes;
using AltogicAuth.Backend.Hosting;
using AltogicAuth.Tests.Shared;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Altogic.ContractTests;

/// <summary>The client on one side, our backend on the other; they share no type, only the wire.</summary>
public sealed class Contract : IAsyncLifetime
{
    public const string Password = "secret phrase";

    private const string Local = "local";
    private const string Real = "real";

    private static readonly string? RealEnvUrl = Environment.GetEnvironmentVariable("ALTOGIC_ENV_URL");
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("altogic-contract-");
    private WebApplication _backend = null!;

    /// <summary>The names of what <see cref="ClientOf"/> reaches: our backend, and a real environment where one is configured.</summary>
    public static TheoryData<string> Environments => RealEnvUrl is { Length: > 0 } ? [Local, Real] : [Local];

    /// <summary>A client of our backend.</summary>
    public AltogicClient Client { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Development" });
        builder.Logging.ClearProviders();
        builder.WebHost.UseTestServer();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Backend:DataDirectory"] = _data.FullName,
            ["Backend:PasswordIterations"] = "10",
            ["Backend:RateLimits:Enabled"] = "false",
            ["Backend:AllowVerifiedSignUp"] = "true",
        });
        builder.Configuration.AddInMemoryCollection(TestDatabase.SettingsOf(_data.FullName).Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value)));
        builder.Services.AddBackend(builder.Configuration.GetSection("Backend"));
        _backend = builder.Build();
        _backend.UseBackend();
        await _backend.StartAsync();

        Client = Connect("http://localhost/e:local", "local-client-key", http =>
            http.ConfigurePrimaryHttpMessageHandler(() => _backend.GetTestServer().CreateHandler()));
    }

    public AltogicClient ClientOf(string environment) =>
        environment == Local ? Client : Connect(RealEnvUrl!, Environment.GetEnvironmentVariable("ALTOGIC_CLIENT_KEY") ?? "");

    public static string NewEmail() => $"a+b&c-{Guid.NewGuid():N}@example.test";

    /// <summary>The access token of the newest mail.</summary>
    public async Task<string> AccessTokenAsync(string email, string action)
    {
        using var http = _backend.GetTestServer().CreateClient();
        var mails = await http.GetFromJsonAsync<JsonArray>("/e:local/_mail.json", TestContext.Current.CancellationToken);
        var mail = mails!.First(m => (string?)m!["to"] == email && (string?)m["action"] == action);
        var landing = await http.GetAsync(new Uri((string)mail!["link"]!).PathAndQuery, TestContext.Current.CancellationToken);
        return System.Web.HttpUtility.ParseQueryString(landing.Headers.Location!.Query)["access_token"]!;
    }

    public async Task<(string Email, AltogicUser User, SessionToken Session)> NewUserAsync()
    {
        var email = NewEmail();
        await Client.Auth.SignUpWithEmailAsync(email, Password, "Ann");
        var grant = await Client.Auth.GetAuthGrantAsync(await AccessTokenAsync(email, "email-confirm"));
        return (email, grant.Value.User, grant.Value.Session!.Token);
    }

    private static AltogicClient Connect(string envUrl, string clientKey, Action<IHttpClientBuilder>? over = null)
    {
        var services = new ServiceCollection();
        var http = services.AddAltogicClient(options => (options.EnvUrl, options.ClientKey) = (envUrl, clientKey));
        over?.Invoke(http);
        return services.BuildServiceProvider().GetRequiredService<AltogicClient>();
    }

    public async ValueTask DisposeAsync()
    {
        await _backend.DisposeAsync();
        TestDatabase.Delete(_data.FullName);
        _data.Delete(recursive: true);
    }
}
