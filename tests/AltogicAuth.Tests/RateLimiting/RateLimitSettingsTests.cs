using System.Text.RegularExpressions;
using AltogicAuth.Tests.App;

namespace AltogicAuth.Tests.RateLimiting;

public sealed class RateLimitSettingsTests
{
    [Theory]
    [InlineData("RateLimits:PerAddress:PermitLimit", "0")]
    [InlineData("RateLimits:PerAddress:MaxDelay", "-00:01:00")]
    [InlineData("RateLimits:PerNetwork:InitialDelay", "00:00:00")]
    [InlineData("RateLimits:PerAddress:ResetAfter", "3650.00:00:00")]
    [InlineData("RateLimits:MailCooldown", "-00:01:00")]
    [InlineData("RateLimits:Login:PerAccount:PermitLimit", "-5")]
    [InlineData("RateLimits:MagicLink:PerVisitor:MaxDelay", "02:00:00")]
    public void A_limit_that_makes_no_sense_stops_the_start_and_is_named_once(string key, string value)
    {
        using var app = new TestApp { Settings = { [key] = value } };

        var failure = Assert.ThrowsAny<Exception>(() => app.Server);

        Assert.Single(Regex.Matches(failure.Message, $"RateLimits:.*{key.Split(':')[^1]}"));
        Assert.Contains(key, failure.Message);
    }

    [Fact]
    public async Task Limits_that_are_off_are_warned_of_at_the_start()
    {
        await using var app = new LimitedApp(("RateLimits:Enabled", "false"));
        await app.NewVisitor().OpenAsync("/login");

        Assert.Single(app.Log.Lines, IsWarning);
    }

    [Fact]
    public async Task Limits_that_are_on_are_not_warned_of()
    {
        await using var app = new LimitedApp();
        await app.NewVisitor().OpenAsync("/login");

        Assert.DoesNotContain(app.Log.Lines, IsWarning);
    }

    private static bool IsWarning(string line) => line.Contains("guesses are not slowed down", StringComparison.Ordinal);
}
