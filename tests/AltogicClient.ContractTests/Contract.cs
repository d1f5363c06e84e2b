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

/// <summary>
/// The client on one side, our backend on the other; they share no type, only the wire. With <c>TEST_BACKEND=Server</c> the backend is
/// a process of its own.
/// </summary>
public sealed class Contract : IAsyncLifetime
{
    public const string Password = "secret phrase";

    private const string ClientKey = "local-client-key";
    private const string Local = "local";
    private const string Real = "real";

    private static readonly string? RealEnvUrl = Environment.GetEnvironmentVariable("ALTOGIC_ENV_URL");
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("altogic-contract-");
    private WebApplication? _embedded;
    private ServerProcess? _server;
    private string _envUrl = "http://localhost/e:local";

    /// <summary>The names of what <see cref="ClientOf"/> reaches: our backend, and a real environment where one is configured.</summary>
    public static TheoryData<string> Environments => RealEnvUrl is { Length: > 0 } ? [Local, Real] : [Local];

    /// <summary>A client of our backend.</summary>
    public AltogicClient Client { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        if (Environment.GetEnvironmentVariable("TEST_BACKEND") == "Server")
        {
            _server = await ServerProcess.StartAsync(_data.FullName, ("AllowVerifiedSignUp", "true"));
            _envUrl = _server.Address.AbsoluteUri.TrimEnd('/');
            Client = Connect(_envUrl, ClientKey);
            return;
        }

        _embedded = await StartEmbeddedAsync();
        Client = Connect(_envUrl, ClientKey, http => http.ConfigurePrimaryHttpMessageHandler(() => _embedded.GetTestServer().CreateHandler()));
    }

    public AltogicClient ClientOf(string environment) =>
        environment == Local ? Client : Connect(RealEnvUrl!, Environment.GetEnvironmentVariable("ALTOGIC_CLIENT_KEY") ?? "");

    public static string NewEmail() => $"a+b&c-{Guid.NewGuid():N}@example.test";

    /// <summary>The access token of the newest mail.</summary>
    public async Task<string> AccessTokenAsync(string email, string action)
    {
        using var http = _embedded?.GetTestServer().CreateClient() ?? new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false });
        var mails = await http.GetFromJsonAsync<JsonArray>($"{_envUrl}/_mail.json", TestContext.Current.CancellationToken);
        var mail = mails!.First(m => (string?)m!["to"] == email && (string?)m["action"] == action);
        var opened = await http.GetAsync((string)mail!["link"]!, TestContext.Current.CancellationToken);
        return System.Web.HttpUtility.ParseQueryString(opened.Headers.Location!.Query)["access_token"]!;
    }

    public static string NewPhone() => $"+90532{Random.Shared.Next(10_000_000):D7}";

    /// <summary>The newest code that was sent to a number.</summary>
    public async Task<string> CodeAsync(string phone, string action)
    {
        using var http = _embedded?.GetTestServer().CreateClient() ?? new HttpClient();
        var texts = await http.GetFromJsonAsync<JsonArray>($"{_envUrl}/_sms.json", TestContext.Current.CancellationToken);
        return (string)texts!.First(text => (string?)text!["to"] == phone && (string?)text["action"] == action)!["code"]!;
    }

    public async Task<(string Email, AltogicUser User, SessionToken Session)> NewUserAsync()
    {
        var email = NewEmail();
        await Client.Auth.SignUpWithEmailAsync(email, Password, "Ann");
        var grant = await Client.Auth.GetAuthGrantAsync(await AccessTokenAsync(email, "email-confirm"));
        return (email, grant.Value.User, grant.Value.Session!.Token);
    }

    private async Task<WebApplication> StartEmbeddedAsync()
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
        var backend = builder.Build();
        backend.UseBackend();
        await backend.StartAsync();
        return backend;
    }

    private static AltogicClient Connect(string envUrl, string clientKey, Action<IHttpClientBuilder>? over = null)
    {
        var services = new ServiceCollection();
        var http = services.AddAltogicClient(options =>
        {
            (options.EnvUrl, options.ClientKey) = (envUrl, clientKey);
            // A slow machine does not decide a test.
            (options.AttemptTimeout, options.TotalTimeout) = (TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(5));
        });
        over?.Invoke(http);
        return services.BuildServiceProvider().GetRequiredService<AltogicClient>();
    }

    public async ValueTask DisposeAsync()
    {
        await (_embedded?.DisposeAsync() ?? _server!.DisposeAsync());
        TestDatabase.Delete(_data.FullName);
        _data.Delete(recursive: true);
    }
}
