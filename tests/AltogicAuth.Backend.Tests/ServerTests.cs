using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using AltogicAuth.Backend.Data;
using AltogicAuth.Backend.Tests.Commands;
using AltogicAuth.Tests.Shared;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using OpenTelemetry;
using OpenTelemetry.Trace;

namespace AltogicAuth.Backend.Tests;

/// <summary>The backend as a server of its own.</summary>
public sealed class ServerTests : IDisposable
{
    private static readonly string[] Production =
    [
        "--environment=Production", "--Backend:ClientKey=key", "--Backend:Mailbox=true", "--Backend:PublicUrl=https://backend.example.test",
        "--Backend:RedirectUrl=https://site.example.test/auth-redirect",
    ];

    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("altogic-backend-server-");

    public void Dispose()
    {
        TestDatabase.Delete(_data.FullName);
        _data.Delete(recursive: true);
    }

    [Theory]
    [InlineData("")]
    [InlineData("/e:local")]
    public async Task Server_has_the_backend_at_its_root_and_at_the_embedded_path(string basePath)
    {
        await using var server = NewServer();
        using var http = server.CreateClient();
        http.DefaultRequestHeaders.Add("X-Client-Key", "local-client-key");

        var user = await http.GetAsync($"{basePath}/_api/rest/v1/auth/user", TestContext.Current.CancellationToken);
        var mailbox = await http.GetAsync($"{basePath}/_mail.json", TestContext.Current.CancellationToken);

        Assert.Contains("missing_session_token", await user.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal("[]", await mailbox.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("/healthz/live")]
    [InlineData("/healthz/ready")]
    public async Task Server_tells_its_health(string path)
    {
        await using var server = NewServer();
        using var http = server.CreateClient();

        Assert.Equal("Healthy", await http.GetStringAsync(path, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Server_is_not_ready_and_still_responds_during_the_drain()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "SIGTERM is for Unix.");
        await using var server = await ServerProcess.StartAsync(_data.FullName, ("--Shutdown:Drain", "00:30:00"));
        using var http = new HttpClient { BaseAddress = server.Address };

        server.Terminate();

        await Eventually.HappensAsync("the server is not ready", async () =>
            (await http.GetAsync("/healthz/ready", TestContext.Current.CancellationToken)).StatusCode == HttpStatusCode.ServiceUnavailable);
        Assert.Equal("Healthy", await http.GetStringAsync("/healthz/live", TestContext.Current.CancellationToken));
        server.Kill();
    }

    [Fact]
    public async Task Health_command_exits_by_the_readiness_of_the_server()
    {
        Uri address;
        await using (var server = await ServerProcess.StartAsync(_data.FullName))
        {
            address = server.Address;
            Assert.Equal((0, ""), await RunAsync("--health", $"--urls={address}"));
        }

        Assert.Equal((1, ""), await RunAsync("--health", $"--urls={address}"));
    }

    [Fact]
    public async Task SIGTERM_lets_a_call_finish_and_its_event_be_recorded()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "SIGTERM is for Unix.");
        await using var server = await ServerProcess.StartAsync(_data.FullName);
        using var http = new HttpClient(new SocketsHttpHandler { Expect100ContinueTimeout = Timeout.InfiniteTimeSpan }) { BaseAddress = server.Address };
        http.DefaultRequestHeaders.Add("X-Client-Key", "local-client-key");
        var signUp = new { email = "ann@example.test", password = "secret phrase" };
        (await http.PostAsJsonAsync("/_api/rest/v1/auth/signup-email", signUp, TestContext.Current.CancellationToken)).EnsureSuccessStatusCode();
        using var body = new HeldContent(JsonContent.Create(signUp with { password = "wrong phrase" }));
        using var signIn = new HttpRequestMessage(HttpMethod.Post, "/_api/rest/v1/auth/signin-email") { Content = body, Headers = { ExpectContinue = true } };
        var underWay = http.SendAsync(signIn, TestContext.Current.CancellationToken);
        await body.AskedFor;

        server.Terminate();
        await Eventually.HappensAsync("no further call is accepted", async () => !await AcceptsAsync(server.Address));
        body.LetGo();

        Assert.Equal(HttpStatusCode.Unauthorized, (await underWay).StatusCode);
        Assert.Equal(0, await server.EndedAsync());
        Assert.Single(TestDatabase.Query(_data.FullName, "select 1 from audit where kind = 'sign-in-failed'"));
    }

    [Fact]
    public async Task Telemetry_goes_to_a_configured_collector()
    {
        await using var collector = await OtlpCollector.StartAsync();
        await using (var server = NewServer([.. collector.Settings.Select(setting => (setting.Key, setting.Value))]))
        {
            using var http = server.CreateClient();
            http.DefaultRequestHeaders.Add("X-Client-Key", "local-client-key");
            await http.PostAsJsonAsync("/_api/rest/v1/auth/signin-email", new { email = "ann@example.test", password = "secret phrase" }, TestContext.Current.CancellationToken);
            // A call is traced to its end, which is after its response.
            await Eventually.HappensAsync("the call is exported", () =>
            {
                server.Services.GetRequiredService<TracerProvider>().ForceFlush();
                return Task.FromResult(collector.Received("traces").Contains("/_api/rest/v1/auth/signin-email"));
            });
        }

        Assert.Contains("altogicauth.backend.call.duration", collector.Received("metrics"));
        Assert.DoesNotContain("ann@example.test", collector.Received("traces") + collector.Received("metrics"));
        Assert.Empty(collector.Received("logs"));
    }

    [Theory]
    [InlineData("", "altogicauth-backend")]
    [InlineData("accounts-api", "accounts-api")]
    public async Task Telemetry_has_the_name_of_the_service(string setting, string name)
    {
        await using var collector = await OtlpCollector.StartAsync();
        await using var server = NewServer([.. collector.Settings.Append(KeyValuePair.Create("OTEL_SERVICE_NAME", setting)).Select(one => (one.Key, one.Value))]);

        Assert.Contains(KeyValuePair.Create("service.name", (object)name), server.Services.GetRequiredService<TracerProvider>().GetResource().Attributes);
    }

    [Fact]
    public async Task Server_is_public_and_has_no_API_key_unless_set()
    {
        await using var server = NewServer();
        var options = server.Services.GetRequiredService<IOptions<BackendOptions>>().Value;

        Assert.Equal((true, null), (options.PublicApi, options.ApiKey));
    }

    [Fact]
    public async Task Little_disk_space_degrades_readiness()
    {
        await using var server = NewServer(("Backend:MinFreeDiskBytes", $"{long.MaxValue}"));
        using var http = server.CreateClient();

        Assert.Equal("Degraded", await http.GetStringAsync("/healthz/ready", TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData(14, "Healthy")]
    [InlineData(16, "Degraded")]
    public async Task Mail_that_waits_for_long_degrades_readiness(int minutes, string health)
    {
        await using var server = NewServer();
        using var http = server.CreateClient();
        var queued = DateTimeOffset.UtcNow.AddMinutes(-minutes).ToUnixTimeMilliseconds();
        TestDatabase.Query(_data.FullName, $"""
            insert into outbox (message_id, recipient, action, content, created_at, due_at) values ('id', 'ann@example.test', 'magic-link', {TestDatabase.RandomBytes}, {queued}, {queued})
            """);

        Assert.Equal(health, await http.GetStringAsync("/healthz/ready", TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("Proxies:KnownNetworks", "10.0.0.0/8, 192.0.2.0/24")]
    [InlineData("Proxies:KnownNetworks:0", "10.0.0.0/8,192.0.2.0/24")]
    public async Task Known_networks_are_trusted_as_proxies(string setting, string value)
    {
        await using var server = NewServer((setting, value));
        var options = server.Services.GetRequiredService<IOptions<ForwardedHeadersOptions>>().Value;

        Assert.All([IPAddress.Parse("10.1.2.3"), IPAddress.Parse("192.0.2.9"), IPAddress.Loopback], address =>
            Assert.Contains(options.KnownIPNetworks, network => network.Contains(address)));
        Assert.DoesNotContain(options.KnownIPNetworks, network => network.Contains(IPAddress.Parse("203.0.113.9")));
    }

    [Fact]
    public async Task Migrate_command_makes_the_migrations_and_ends()
    {
        string[] settings =
        [
            .. Production, $"--Backend:DataDirectory={_data.FullName}",
            .. TestDatabase.SettingsOf(_data.FullName).Select(setting => $"--{setting.Key}={setting.Value}"), "--Backend:Database:MigrateAtStart=false",
        ];
        var (code, line) = await RunAsync(settings);
        Assert.Equal(1, code);
        Assert.Contains("--migrate", line);

        Assert.Equal((0, ""), await RunAsync(["--migrate", .. settings]));

        Assert.NotEmpty(TestDatabase.Query(_data.FullName, "select name from migrations"));
    }

    [Fact, Trait("Database", "PostgreSql")]
    public async Task Several_nodes_migrate_one_empty_database_at_once()
    {
        string[] arguments =
        [
            "--migrate", .. Production, $"--Backend:EncryptionKey={Convert.ToBase64String(new byte[32])}", $"--Backend:DataDirectory={_data.FullName}",
            .. TestDatabase.SettingsOf(_data.FullName).Select(setting => $"--{setting.Key}={setting.Value}"),
        ];

        var runs = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => RunAsync(arguments)));

        Assert.All(runs, run => Assert.Equal((0, ""), run));
        Assert.Equal(Migration.Of(DatabaseProvider.PostgreSql).Select(migration => migration.Name),
            TestDatabase.Query(_data.FullName, "select name from migrations order by name").Select(row => row[0]));
    }

    [Fact]
    public async Task Unreachable_database_stops_the_start_without_showing_its_password()
    {
        var (code, line) = await RunAsync(
            "--environment=Development", $"--Backend:DataDirectory={_data.FullName}", "--Backend:Database:Provider=PostgreSql",
            "--Backend:Database:ConnectionString=Host=127.0.0.1;Port=1;Username=altogicauth;Password=a-secret");

        Assert.Equal(1, code);
        Assert.StartsWith("Backend:Database:ConnectionString: ", line);
        Assert.DoesNotContain('\n', line);
        Assert.DoesNotContain("a-secret", line);
    }

    [Theory]
    [InlineData("Backend:ClientKey", "local-client-key")]
    [InlineData("Backend:PublicUrl", "http://backend.example.test")]
    [InlineData("Backend:RedirectUrl", "")]
    [InlineData("Backend:Mailbox", "false")]
    [InlineData("Backend:Database:Provider", "Oracle")]
    [InlineData("Backend:Database:ConnectionString", "Host=db")]
    [InlineData("Backend:EncryptionKey", "short")]
    [InlineData("Backend:LinkLifetime", "soon")]
    [InlineData("Backend:Storage:Provider", "Disk")]
    [InlineData("Backend:Storage:S3:Endpoint", "s3.example.test")]
    [InlineData("Proxies:KnownNetworks", "10.0.0.0/99")]
    [InlineData("urls", "http://192.0.2.1:5000")]
    [InlineData("contentRoot", "nowhere")]
    public async Task Setting_that_stops_the_start_is_named_in_one_line(string setting, string value)
    {
        var (code, line) = await RunAsync(
            [.. Production, "--urls=http://127.0.0.1:0", $"--Backend:DataDirectory={_data.FullName}", $"--{setting}={value}"]);

        Assert.Equal(1, code);
        Assert.Contains(setting, line);
        Assert.DoesNotContain('\n', line);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1, "--contentRoot=.")]
    public async Task Current_directory_is_the_content_root_only_if_named(int code, params string[] arguments)
    {
        await File.WriteAllTextAsync(
            Path.Combine(_data.FullName, "appsettings.json"), """{ "Backend": { "LinkLifetime": "soon" } }""", TestContext.Current.CancellationToken);

        var run = await RunAsync(
        [
            "--migrate", .. Production, $"--Backend:DataDirectory={_data.FullName}", .. arguments,
            .. TestDatabase.SettingsOf(_data.FullName).Select(setting => $"--{setting.Key}={setting.Value}"),
        ]);

        Assert.Equal(code, run.Code);
    }

    /// <summary>The exit code of the program, and what it wrote to standard error.</summary>
    private async Task<(int Code, string Error)> RunAsync(params string[] arguments)
    {
        var (code, _, error) = await ServerProgram.RunAsync(_data, arguments);
        return (code, error);
    }

    private static async Task<bool> AcceptsAsync(Uri address)
    {
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(address.Host, address.Port, TestContext.Current.CancellationToken);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private WebApplicationFactory<Program> NewServer(params (string Key, string Value)[] settings) =>
        new WebApplicationFactory<Program>().WithWebHostBuilder(builder =>
        {
            builder.UseSetting("Backend:DataDirectory", _data.FullName);
            builder.UseSetting("Backend:PasswordIterations", "10");
            foreach (var (key, value) in TestDatabase.SettingsOf(_data.FullName))
            {
                builder.UseSetting(key, value);
            }

            foreach (var (key, value) in settings)
            {
                builder.UseSetting(key, value);
            }
        });
}
