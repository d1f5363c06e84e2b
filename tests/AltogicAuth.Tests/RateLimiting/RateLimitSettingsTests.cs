using System.Text.RegularExpressions;
using AltogicAuth.Tests.App;

namespace AltogicAuth.Tests.RateLimiting;

public sealed class RateLimitSettingsTests
{
    [Theory]
    [InlineData("RateLimits:SignIn:AddressPermitLimit", "0")]
    [InlineData("RateLimits:SignIn:MaxDelay", "-00:01:00")]
    [InlineData("RateLimits:Photo:InitialDelay", "00:00:00")]
    [InlineData("RateLimits:SignIn:ResetAfter", "3650.00:00:00")]
    [InlineData("RateLimits:MessageCooldown", "-00:01:00")]
    [InlineData("RateLimits:Message:PermitLimit", "-5")]
    [InlineData("RateLimits:Message:MaxDelay", "02:00:00")]
    public void Invalid_limit_stops_the_start_and_is_named_once(string key, string value)
    {
        using var app = new TestApp { Settings = { [key] = value } };

        var failure = Assert.ThrowsAny<Exception>(() => app.Server);

        Assert.Single(Regex.Matches(failure.Message, $"RateLimits:.*{key.Split(':')[^1]}"));
        Assert.Contains(key, failure.Message);
    }

    [Fact]
    public async Task Start_warns_when_limits_are_off()
    {
        await using var app = new LimitedApp(("RateLimits:Enabled", "false"));
        await app.NewVisitor().OpenAsync("/login");

        Assert.Single(app.Log.Lines, IsWarning);
    }

    [Fact]
    public async Task Start_does_not_warn_when_limits_are_on()
    {
        await using var app = new LimitedApp();
        await app.NewVisitor().OpenAsync("/login");

        Assert.DoesNotContain(app.Log.Lines, IsWarning);
    }

    private static bool IsWarning(string line) => line.Contains("guesses are not slowed down", StringComparison.Ordinal);
}
