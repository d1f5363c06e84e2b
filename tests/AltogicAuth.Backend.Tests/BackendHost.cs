using AltogicAuth.Backend.Hosting;
using AltogicAuth.Backend.Testing;
using AltogicAuth.Tests.Shared;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace AltogicAuth.Backend.Tests;

/// <summary>The backend and nothing else, in memory or on a socket, with a clock that tests move.</summary>
internal sealed class BackendHost : IAsyncDisposable
{
    /// <summary>The least that a server needs outside Development, apart from its data directory.</summary>
    public static readonly (string Key, string? Value)[] Production =
        [("ClientKey", "production-key"), ("PublicUrl", "https://backend.example.test/e:local"), ("Mailbox", "true")];

    private readonly WebApplication _app;
    private readonly DirectoryInfo? _ownData;

    private BackendHost(WebApplication app, DirectoryInfo data, DirectoryInfo? ownData, FakeTimeProvider clock, LogLines log)
    {
        _app = app;
        Data = data;
        _ownData = ownData;
        Clock = clock;
        Log = log;
    }

    public DirectoryInfo Data { get; }

    public FakeTimeProvider Clock { get; }

    public LogLines Log { get; }

    public IServiceProvider Services => _app.Services;

    public BackendOptions Options => _app.Services.GetRequiredService<IOptions<BackendOptions>>().Value;

    public BackendFaults Faults => _app.Services.GetRequiredService<BackendFaults>();

    /// <summary>Where it listens, when it was started on a socket.</summary>
    public string EnvUrl => _app.Services.GetRequiredService<BackendAddress>().EnvUrl.AbsoluteUri;

    /// <summary>Every method and path it serves.</summary>
    public IReadOnlyList<(string Method, string Path)> Endpoints =>
    [
        .. _app.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().SelectMany(endpoint =>
            endpoint.Metadata.GetRequiredMetadata<IHttpMethodMetadata>().HttpMethods.Select(method => (method, endpoint.RoutePattern.RawText!))),
    ];

    public static async Task<BackendHost> StartAsync(
        DirectoryInfo? data = null, string environment = "Development", bool onSocket = false, DirectoryInfo? contentRoot = null,
        Action<IServiceCollection>? wire = null, bool isEmbedded = false, DateTimeOffset? now = null, params (string Key, string? Value)[] settings)
    {
        var own = data is null ? Directory.CreateTempSubdirectory("altogic-backend-") : null;
        data ??= own!;
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = environment, ContentRootPath = contentRoot?.FullName });
        var log = new LogLines();
        builder.Logging.ClearProviders().AddProvider(log);
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Backend:DataDirectory"] = data.FullName,
            ["Backend:PasswordIterations"] = "10",
            ["Backend:RateLimits:Enabled"] = "false",
        });
        builder.Configuration.AddInMemoryCollection(TestDatabase.SettingsOf(data.FullName).Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value)));
        foreach (var (key, value) in settings)
        {
            builder.Configuration[$"Backend:{key}"] = value;
        }

        if (onSocket)
        {
            builder.WebHost.UseUrls("http://127.0.0.1:0");
        }
        else
        {
            builder.WebHost.UseTestServer();
        }

        var clock = new FakeTimeProvider(now ?? DateTimeOffset.UtcNow);
        builder.Services.AddSingleton<TimeProvider>(clock);
        builder.Services.AddBackend(builder.Configuration.GetSection("Backend"), isEmbedded);
        builder.Services.AddFaultInjection();
        wire?.Invoke(builder.Services);
        var app = builder.Build();
        app.UseBackend();
        await app.StartAsync();
        return new BackendHost(app, data, own, clock, log);
    }

    public Caller NewCaller(string? session = null, string? userAgent = null)
    {
        var http = _app.Services.GetRequiredService<IServer>() is TestServer server
            ? server.CreateClient()
            : new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = new Uri(EnvUrl) };
        http.DefaultRequestHeaders.Add("X-Client-Key", BackendOptions.ListOf(Options.ClientKey)[0]);
        if (session is not null)
        {
            http.DefaultRequestHeaders.Add("Session", session);
        }

        if (userAgent is not null)
        {
            http.DefaultRequestHeaders.TryAddWithoutValidation("User-Agent", userAgent);
        }

        return new Caller(http);
    }

    /// <summary>A call as its server sees it, to its end.</summary>
    public Task<HttpContext> CallAsync(Action<HttpContext> call) => _app.GetTestServer().SendAsync(call);

    /// <summary>A confirmed user with a session.</summary>
    public async Task<(Caller Caller, string Email, string Id, string Token)> NewUserAsync(string? userAgent = null)
    {
        var email = $"ann-{Guid.NewGuid():N}@example.test";
        var caller = NewCaller(userAgent: userAgent);
        await caller.PostAsync("auth/signup-email", new { email, password = "secret phrase", nameOrUserData = "Ann" });
        var token = await caller.AccessTokenAsync(email, "email-confirm");
        var grant = (await caller.GetAsync($"auth/grant?key={token}")).Json!;
        var session = (string)grant["session"]!["token"]!;
        return (NewCaller(session, userAgent), email, (string)grant["user"]!["_id"]!, session);
    }

    /// <summary>A user with a confirmed number, no address, and a session.</summary>
    public async Task<(Caller Caller, string Phone, string Id)> NewPhoneUserAsync()
    {
        var phone = $"+90555{Random.Shared.Next(10_000_000):0000000}";
        var caller = NewCaller();
        await caller.PostAsync("auth/signup-phone", new { phone, password = "secret phrase", nameOrUserData = "Ann" });
        var grant = (await caller.PostByPhoneAsync("verify-phone", phone, await caller.CodeAsync(phone, "phone-confirm"))).Json!;
        return (NewCaller((string)grant["session"]!["token"]!), phone, (string)grant["user"]!["_id"]!);
    }

    /// <summary>Looks into the database, or breaks it: the rows, each as its values.</summary>
    public IReadOnlyList<object[]> Sql(string sql) => TestDatabase.Query(Data.FullName, sql);

    public async ValueTask DisposeAsync()
    {
        foreach (var worker in _app.Services.GetServices<IHostedService>().OfType<BackgroundService>())
        {
            // Disposing does not wait for them, and they write to the data directory.
            await worker.StopAsync(CancellationToken.None);
        }

        await _app.DisposeAsync();
        if (_ownData is not null)
        {
            TestDatabase.Delete(_ownData.FullName);
            _ownData.Delete(recursive: true);
        }
    }
}
