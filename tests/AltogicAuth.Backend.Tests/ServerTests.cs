using System.Diagnostics;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace AltogicAuth.Backend.Tests;

/// <summary>The backend as a server of its own.</summary>
public sealed class ServerTests : IDisposable
{
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("altogic-backend-server-");

    public void Dispose() => _data.Delete(recursive: true);

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
    public async Task Server_is_public_and_has_no_API_key_unless_set()
    {
        await using var server = NewServer();
        var options = server.Services.GetRequiredService<IOptions<BackendOptions>>().Value;

        Assert.Equal((true, null), (options.PublicApi, options.ApiKey));
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

    [Theory]
    [InlineData("Backend:ClientKey", "local-client-key")]
    [InlineData("Backend:PublicUrl", "http://backend.example.test")]
    [InlineData("Backend:Mailbox", "false")]
    [InlineData("Backend:LinkLifetime", "soon")]
    [InlineData("Proxies:KnownNetworks", "10.0.0.0/99")]
    [InlineData("urls", "http://192.0.2.1:5000")]
    public async Task Setting_that_stops_the_start_is_named_in_one_line(string setting, string value)
    {
        string[] arguments =
        [
            Path.Combine(AppContext.BaseDirectory, "AltogicAuth.Backend.Server.dll"), "--environment=Production", "--urls=http://127.0.0.1:0",
            $"--Backend:DataDirectory={_data.FullName}", "--Backend:ClientKey=key", "--Backend:Mailbox=true", "--Backend:PublicUrl=https://backend.example.test",
            $"--{setting}={value}",
        ];
        using var server = Process.Start(new ProcessStartInfo("dotnet", arguments)
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            WorkingDirectory = _data.FullName,
        })!;
        var output = server.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var line = (await server.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken)).TrimEnd('\n');
        await server.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(1, server.ExitCode);
        Assert.Contains(setting, line);
        Assert.DoesNotContain('\n', line);
        // The warning of the open mailbox comes before the server listens.
        Assert.True(setting == "urls" || (await output).Length == 0, await output);
    }

    private WebApplicationFactory<Program> NewServer(params (string Key, string Value)[] settings) =>
        new WebApplicationFactory<Program>().WithWebHostBuilder(builder =>
        {
            builder.UseSetting("Backend:DataDirectory", _data.FullName);
            builder.UseSetting("Backend:PasswordIterations", "10");
            foreach (var (key, value) in settings)
            {
                builder.UseSetting(key, value);
            }
        });
}
