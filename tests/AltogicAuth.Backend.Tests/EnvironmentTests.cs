using AltogicAuth.Backend.Development;
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

        var rejected = await Assert.ThrowsAnyAsync<Exception>(() => BackendHost.StartAsync(allowed.Data, "Production"));
        Assert.Contains("Backend:AllowInProduction", rejected.Message);
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
    public async Task Demo_user_exists_in_Development_only(string environment, string? setting, bool isThere)
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

    [Theory]
    [InlineData("LinkLifetime", "-01:00:00")]
    [InlineData("LinkLifetime", "00:00:59")]
    [InlineData("MagicLinkLifetime", "00:00:00")]
    [InlineData("MagicLinkLifetime", "8.00:00:00")]
    [InlineData("AccessTokenLifetime", "-00:10:00")]
    [InlineData("AccessTokenLifetime", "10675199.00:00:00")]
    public async Task Impossible_lifetime_stops_the_start(string setting, string value)
    {
        var rejected = await Assert.ThrowsAsync<OptionsValidationException>(() => BackendHost.StartAsync(settings: [(setting, value)]));

        Assert.EndsWith($"'Backend:{setting} must be a time from 00:01:00 to 7.00:00:00.'.", Assert.Single(rejected.Failures));
    }
}
