using System.Net;
using System.Xml.Linq;
using AltogicAuth.Backend.Hosting.Commands;
using AltogicAuth.Backend.Testing;
using AltogicAuth.Hosting;
using AltogicAuth.Tests.App;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.Extensions.DependencyInjection;

namespace AltogicAuth.Tests.Hosting;

public sealed class HealthTests
{
    [Fact]
    public async Task Outage_of_the_backend_affects_readiness_and_not_liveness()
    {
        await using var app = new TestApp();
        var visitor = app.NewVisitor();
        Assert.Equal(HttpStatusCode.OK, (await visitor.OpenAsync("/healthz/ready")).Status);

        app.Faults.Add(new Fault("*", FaultKind.Status));
        Assert.Equal(HttpStatusCode.OK, (await visitor.OpenAsync("/healthz/ready")).Status); // the response holds for two seconds
        app.Clock.Advance(TimeSpan.FromSeconds(3));
        var unready = await visitor.OpenAsync("/healthz/ready");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, unready.Status);
        Assert.Equal(HttpStatusCode.OK, (await visitor.OpenAsync("/healthz/live")).Status);

        app.Faults.Clear();
        app.Clock.Advance(TimeSpan.FromSeconds(6));
        Assert.Equal(HttpStatusCode.OK, (await visitor.OpenAsync("/healthz/ready")).Status);
    }

    [Theory]
    [InlineData("local-client-key", HttpStatusCode.OK)]
    [InlineData("a-wrong-key", HttpStatusCode.ServiceUnavailable)]
    public async Task App_is_ready_only_with_a_valid_client_key(string clientKey, HttpStatusCode status)
    {
        await using var backend = StartOnSocket();
        await using var app = StartOnSocket(Towards(backend, clientKey));
        using var client = new HttpClient { BaseAddress = app.ClientOptions.BaseAddress };

        var ready = await client.GetAsync("/healthz/ready", TestContext.Current.CancellationToken);

        Assert.Equal(status, ready.StatusCode);
    }

    [Fact]
    public async Task App_is_not_ready_with_an_unreadable_key_ring()
    {
        await using var app = new TestApp
        {
            Wire = services => services.PostConfigure<KeyManagementOptions>(keys => keys.XmlRepository = new BrokenRing()),
        };

        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await app.NewVisitor().OpenAsync("/healthz/ready")).Status);
    }

    [Fact]
    public async Task Readiness_is_degraded_while_no_new_key_can_be_stored()
    {
        await using var app = new TestApp();
        var visitor = app.NewVisitor();
        await visitor.OpenAsync("/login");
        var keys = Path.Combine(app.DataDirectory.FullName, "keys");
        Directory.Delete(keys, recursive: true);
        await File.WriteAllTextAsync(keys, "in its place", TestContext.Current.CancellationToken);

        var ready = await visitor.OpenAsync("/healthz/ready");

        Assert.Equal((HttpStatusCode.OK, "Degraded"), (ready.Status, ready.Html));
        Assert.Equal(HttpStatusCode.OK, (await visitor.OpenAsync("/login")).Status);
    }

    [Theory]
    [InlineData("--urls", "http://*:{0}")]
    [InlineData("--urls", "https://localhost:1;http://+:{0}")]
    [InlineData("--http_ports", "{0}")]
    [InlineData("--Kestrel:Endpoints:Site:Url", "http://[::]:{0}")]
    public async Task Health_command_finds_the_address_and_an_allowed_host(string setting, string value)
    {
        await using var backend = StartOnSocket();
        await using var app = StartOnSocket([.. Towards(backend, "local-client-key"), ("AllowedHosts", "*.example.com")]);
        var address = string.Format(null, value, app.ClientOptions.BaseAddress.Port);
        string[] question = [setting, address, "--AllowedHosts", "*.example.com"];

        Assert.Equal(0, await HealthCommand.RunAsync(ContentRoot.OptionsFor(question)));
        backend.Faults.Add(new Fault("*", FaultKind.Status));
        app.Clock.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal(1, await HealthCommand.RunAsync(ContentRoot.OptionsFor(question)));
    }

    [Fact]
    public async Task Readiness_is_degraded_while_little_disk_space_is_left()
    {
        await using var app = new TestApp { Settings = { ["Backend:MinFreeDiskBytes"] = $"{long.MaxValue}" } };

        var ready = await app.NewVisitor().OpenAsync("/healthz/ready");

        Assert.Equal((HttpStatusCode.OK, "Degraded"), (ready.Status, ready.Html));
    }

    private static TestApp StartOnSocket(params (string Key, string Value)[] settings)
    {
        var app = new TestApp { OnSocket = true };
        foreach (var (key, value) in settings)
        {
            app.Settings[key] = value;
        }

        app.UseKestrel(0);
        app.StartServer();
        return app;
    }

    private static (string Key, string Value)[] Towards(TestApp backend, string clientKey) =>
        [("Altogic:EnvUrl", $"{backend.ClientOptions.BaseAddress}e:local"), ("Altogic:ClientKey", clientKey)];

    private sealed class BrokenRing : IXmlRepository
    {
        public IReadOnlyCollection<XElement> GetAllElements() => throw new IOException("The disk is gone.");

        public void StoreElement(XElement element, string friendlyName) => throw new IOException("The disk is gone.");
    }
}
