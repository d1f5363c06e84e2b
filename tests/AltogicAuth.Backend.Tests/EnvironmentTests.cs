using AltogicAuth.Backend.Faults;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AltogicAuth.Backend.Tests;

/// <summary>What is for Development only, and what running elsewhere says.</summary>
public sealed class EnvironmentTests
{
    [Fact]
    public async Task It_refuses_to_run_outside_development_unless_told_so_by_name()
    {
        await using var allowed = await BackendHost.StartAsync(environment: "Production", settings: [("AllowInProduction", "true")]);
        Assert.Equal(200, (await allowed.NewCaller().SendAsync(HttpMethod.Get, "/e:local/_mail")).Status);

        var refused = await Assert.ThrowsAnyAsync<Exception>(() => BackendHost.StartAsync(allowed.Data, "Production"));
        Assert.Contains("Backend:AllowInProduction", refused.Message);
    }

    [Theory]
    [InlineData("Development", 0)]
    [InlineData("Production", 1)]
    public async Task An_open_mailbox_is_warned_of_at_start(string environment, int warnings)
    {
        await using var backend = await BackendHost.StartAsync(environment: environment, settings: [("AllowInProduction", "true")]);

        Assert.Equal(warnings, backend.Log.Lines.Count(line => line.Level == LogLevel.Warning && line.Text.Contains("/e:local/_mail")));
    }

    [Theory]
    [InlineData("Development", null, true)]
    [InlineData("Development", "false", false)]
    [InlineData("Production", null, false)]
    [InlineData("Production", "true", false)]
    [InlineData("Staging", "true", false)]
    public async Task There_is_a_demo_user_in_development_only_whatever_is_set(string environment, string? setting, bool isThere)
    {
        var data = Directory.CreateTempSubdirectory("altogic-backend-demo-");
        try
        {
            // The directory may come from Development, demo user included.
            await (await BackendHost.StartAsync(data)).DisposeAsync();

            var settings = setting is null ? [] : ((string, string)[])[("DemoUser", setting)];
            await using var backend = await BackendHost.StartAsync(data, environment, settings: [("AllowInProduction", "true"), .. settings]);
            var signIn = await backend.NewCaller().PostAsync("auth/signin-email", new { email = DemoUser.Email, password = DemoUser.Password });

            Assert.Equal(isThere ? 200 : 401, signIn.Status);
        }
        finally
        {
            data.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task Faults_are_for_development_only()
    {
        await using var development = await BackendHost.StartAsync();
        await using var production = await BackendHost.StartAsync(environment: "Production", settings: [("AllowInProduction", "true")]);
        foreach (var (backend, isThere) in new[] { (development, true), (production, false) })
        {
            var caller = backend.NewCaller();
            foreach (var (method, path) in new[] { ("GET", ""), ("DELETE", ""), ("POST", "/expire-tokens"), ("POST", "/clock?seconds=0") })
            {
                Assert.Equal(isThere ? 200 : 404, (await caller.SendAsync(new HttpMethod(method), $"/e:local/_faults{path}")).Status);
            }

            backend.Faults.Add(new Fault("*", FaultKind.Status, Status: 503));
            Assert.Equal(isThere ? 503 : 401, (await caller.GetAsync("auth/user")).Status);
        }
    }

    [Theory]
    [InlineData("LinkLifetime", "-01:00:00")]
    [InlineData("LinkLifetime", "00:00:59")]
    [InlineData("MagicLinkLifetime", "00:00:00")]
    [InlineData("MagicLinkLifetime", "8.00:00:00")]
    [InlineData("AccessTokenLifetime", "-00:10:00")]
    [InlineData("AccessTokenLifetime", "10675199.00:00:00")]
    public async Task A_lifetime_that_cannot_work_stops_the_start_and_is_named(string setting, string value)
    {
        var refused = await Assert.ThrowsAsync<OptionsValidationException>(() => BackendHost.StartAsync(settings: [(setting, value)]));

        Assert.EndsWith($"'Backend:{setting} must be a time from 00:01:00 to 7.00:00:00.'.", Assert.Single(refused.Failures));
    }
}
