using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace AltogicAuth.Backend.Tests.Providers;

/// <summary>The page that takes the place of a provider in Development, and the settings that replace it.</summary>
public sealed class StandInTests
{
    public static TheoryData<string> All => [.. BackendProviders.Names];

    [Theory]
    [MemberData(nameof(All))]
    public async Task Development_offers_every_provider_without_settings(string provider)
    {
        await using var backend = await BackendHost.StartAsync();
        var caller = backend.NewCaller();
        Assert.Equal(BackendProviders.Names, backend.Services.GetRequiredService<BackendProviders>().Enabled);

        var start = await caller.SendAsync(HttpMethod.Get, $"/e:local/_auth/{provider}");
        var page = await caller.SendAsync(HttpMethod.Get, start.Response.Headers.Location!.PathAndQuery);
        var granted = await GrantAsync(caller, await ChooseAsync(caller, provider, "verified"));

        Assert.Equal(200, page.Status);
        Assert.Contains("exists in Development only", page.Body);
        Assert.Contains($"href=\"/e:local/_auth/{provider}/stand-in/verified\"", page.Body);
        Assert.Equal((provider, $"vera.{provider}@example.com"), ((string?)granted["provider"], (string?)granted["email"]));
    }

    [Theory]
    [InlineData("unverified")]
    [InlineData("no-address")]
    public async Task Person_without_a_verified_address_has_none(string person)
    {
        await using var backend = await BackendHost.StartAsync();
        var caller = backend.NewCaller();

        Assert.Null((string?)(await GrantAsync(caller, await ChooseAsync(caller, "google", person)))["email"]);
    }

    [Theory]
    [InlineData("cancel", "access_denied")]
    [InlineData("demo", "email_not_unique")]
    public async Task Failures_can_be_chosen_too(string choice, string code)
    {
        await using var backend = await BackendHost.StartAsync();

        Assert.Equal(("401", code), (await ChooseAsync(backend.NewCaller(), "google", choice)).Failure);
    }

    [Theory]
    [InlineData("Production")]
    [InlineData("Staging")]
    public async Task Stand_in_does_not_exist_outside_Development(string environment)
    {
        (string, string?)[] attempts = [("DemoUser", "true"), ("Mailbox", "true"), ("Providers:StandIn", "true"), ("Providers:Google:StandIn", "true"), ("StandIn", "true")];
        await using var backend = await BackendHost.StartAsync(environment: environment, settings: [.. BackendHost.Production, .. attempts]);
        var caller = backend.NewCaller();

        Assert.Empty(backend.Services.GetRequiredService<BackendProviders>().Enabled);
        foreach (var provider in BackendProviders.Names)
        {
            var start = await caller.SendAsync(HttpMethod.Get, $"/e:local/_auth/{provider}");
            Assert.Equal(("400", "provider_not_configured"), new ProviderResult(start.Response.Headers.Location!).Failure);
            Assert.Equal(404, (await caller.SendAsync(HttpMethod.Get, $"/e:local/_auth/{provider}/stand-in")).Status);
            Assert.Equal(404, (await caller.SendAsync(HttpMethod.Get, $"/e:local/_auth/{provider}/stand-in/verified")).Status);
        }
    }

    [Fact]
    public async Task Configured_provider_has_no_stand_in()
    {
        await using var backend = await ProviderBackend.StartAsync();
        var caller = backend.Host.NewCaller();

        Assert.Equal(404, (await caller.SendAsync(HttpMethod.Get, "/e:local/_auth/google/stand-in")).Status);
        Assert.Equal(404, (await caller.SendAsync(HttpMethod.Get, "/e:local/_auth/google/stand-in/verified")).Status);
    }

    [Fact]
    public async Task Configured_providers_are_listed_in_display_order()
    {
        await using var backend = await BackendHost.StartAsync(environment: "Production", settings:
        [
            .. BackendHost.Production, .. ProviderBackend.Settings.Where(setting => setting.Key.Contains("GitHub") || setting.Key.Contains("Google")),
        ]);

        Assert.Equal(["google", "github"], backend.Services.GetRequiredService<BackendProviders>().Enabled);
    }

    [Theory]
    [InlineData("Providers:Google:ClientId", "Backend:Providers:Google:ClientSecret is missing")]
    [InlineData("Providers:Google:ClientSecret", "Backend:Providers:Google:ClientId is missing")]
    [InlineData("Providers:GitHub:ClientId", "Backend:Providers:GitHub:ClientSecret is missing")]
    [InlineData("Providers:Apple:KeyId", "Backend:Providers:Apple:ClientId is missing")]
    public async Task Half_a_configuration_stops_the_start_and_is_named(string setting, string problem)
    {
        var rejected = await Assert.ThrowsAsync<OptionsValidationException>(() => BackendHost.StartAsync(settings: [(setting, "x")]));

        Assert.StartsWith(problem, Assert.Single(rejected.Failures));
    }

    [Theory]
    [InlineData("x")]
    [InlineData("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----")]
    public async Task Unusable_key_of_Apple_stops_the_start(string key)
    {
        var rejected = await Assert.ThrowsAsync<OptionsValidationException>(() =>
            BackendHost.StartAsync(settings: [.. ProviderBackend.Settings, ("Providers:Apple:PrivateKey", key)]));

        Assert.StartsWith("Backend:Providers:Apple:PrivateKey must be", Assert.Single(rejected.Failures));
    }

    private static async Task<ProviderResult> ChooseAsync(Caller caller, string provider, string choice) =>
        new((await caller.SendAsync(HttpMethod.Get, $"/e:local/_auth/{provider}/stand-in/{choice}")).Response.Headers.Location!);

    private static async Task<System.Text.Json.Nodes.JsonNode> GrantAsync(Caller caller, ProviderResult result) =>
        (await caller.GetAsync($"auth/grant?key={result.AccessToken}")).Json!["user"]!;
}
