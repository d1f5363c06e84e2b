using AltogicAuth.Tests.Shared;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace AltogicAuth.Backend.Tests.Durability;

/// <summary>A PostgreSQL server that stops and starts again, while the backend runs.</summary>
[Trait("Database", "PostgreSql")]
public sealed class UnavailableDatabaseTests : IAsyncLifetime
{
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("altogic-backend-outage-");
    private readonly FakeTimeProvider _clock = new(DateTimeOffset.UtcNow);
    private PostgreSqlServer _database = null!;
    private WebApplicationFactory<Program> _server = null!;
    private Caller _caller = null!;
    private string _email = "";

    public async ValueTask InitializeAsync()
    {
        _database = PostgreSqlServer.StartAnother();
        _server = new WebApplicationFactory<Program>().WithWebHostBuilder(builder =>
        {
            builder.UseSetting("Backend:DataDirectory", _data.FullName);
            builder.UseSetting("Backend:PasswordIterations", "1");
            builder.ConfigureServices(services => services.AddLogging(logging => logging.ClearProviders()).AddSingleton<TimeProvider>(_clock));
            foreach (var (key, value) in TestDatabase.SettingsOfPostgreSql(_database.NewDatabase()))
            {
                builder.UseSetting(key, value);
            }
        });
        _email = ServerCallers.NewEmail();
        await NewCaller().SignUpAsync(_email);
        _caller = NewCaller(await NewCaller().ConfirmAsync(_email));
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _database.Dispose();
        _data.Delete(recursive: true);
    }

    [Fact]
    public async Task Calls_respond_503_until_the_database_is_back()
    {
        Assert.Equal(200, (await CreateAsync()).Status);

        _database.Stop();

        AssertUnavailable(await _caller.GetAsync("auth/user"));
        AssertUnavailable(await _caller.GetAsync("auth/sessions"));
        AssertUnavailable(await CreateAsync());
        AssertUnavailable(await NewCaller().SignInAsync(_email));
        AssertUnavailable(await NewCaller().SignUpAsync(ServerCallers.NewEmail()));
        AssertUnavailable(await _caller.UploadAsync("a.txt", [1], "text/plain"));
        Assert.Equal((503, 200), (await StatusOfAsync("/healthz/ready"), await StatusOfAsync("/healthz/live")));

        _database.Start();
        _clock.Advance(TimeSpan.FromSeconds(2)); // the check of readiness holds for that long

        Assert.Equal(200, (await CreateAsync()).Status);
        Assert.Equal(200, (await NewCaller().SignInAsync(_email)).Status);
        Assert.Equal(200, (await _caller.GetAsync("auth/user")).Status);
        Assert.Equal(200, await StatusOfAsync("/healthz/ready"));
    }

    [Fact]
    public async Task First_call_after_a_restart_of_the_database_succeeds()
    {
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => _caller.GetAsync("auth/user")));

        _database.Stop();
        _database.Start();

        Assert.Equal(200, (await _caller.GetAsync("auth/user")).Status);
        Assert.Equal(200, (await CreateAsync()).Status);
    }

    [Fact]
    public async Task Database_that_stops_during_calls_fails_them_with_503_only()
    {
        var calls = Enumerable.Range(0, 200).Select(n => n % 2 == 0 ? _caller.GetAsync("auth/user") : CreateAsync()).ToList();
        await Task.WhenAny(calls[100..]);

        _database.Stop();
        var responses = await Task.WhenAll(calls);
        _database.Start();

        Assert.All(responses.Where(response => response.Status != 200), AssertUnavailable);
        await _caller.GetAsync("auth/user");
        Assert.Equal(200, (await CreateAsync()).Status);
    }

    private static void AssertUnavailable(ApiResult response)
    {
        Assert.Equal((503, "database_unavailable"), (response.Status, response.Code));
        Assert.NotNull(response.Response.Headers.RetryAfter);
        response.AssertErrorForm();
    }

    private Task<ApiResult> CreateAsync() => _caller.PostAsync("db/object/create", new { model = "books", values = new { title = "Notes" } });

    private async Task<int> StatusOfAsync(string address) =>
        (int)(await NewCaller().Http.GetAsync(address, TestContext.Current.CancellationToken)).StatusCode;

    private Caller NewCaller(string? session = null)
    {
        var http = _server.CreateClient(new WebApplicationFactoryClientOptions { AllowAutoRedirect = false, HandleCookies = false });
        return ServerCallers.NewCaller(http, session);
    }
}
