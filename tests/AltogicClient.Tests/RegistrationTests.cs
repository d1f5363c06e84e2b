using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Altogic.Tests;

public sealed class RegistrationTests
{
    public static TheoryData<string, Action<AltogicOptions>> Unfit => new()
    {
        { "EnvUrl", o => o.EnvUrl = "" },
        { "EnvUrl", o => o.EnvUrl = "nonsense" },
        { "EnvUrl", o => o.EnvUrl = "ftp://c1.example.com" },
        { "EnvUrl", o => o.EnvUrl = "http://c1.example.com" },
        { "EnvUrl", o => o.EnvUrl = "https://secret-1@c1.example.com" },
        { "EnvUrl", o => o.EnvUrl = "https://c1.example.com?key=secret-1" },
        { "ClientKey", o => o.ClientKey = " " },
        { "ClientKey", o => o.ClientKey = "secret-1\n" },
        { "ApiKey", o => o.ApiKey = "secret-1ä" },
        { "ReadRetries", o => o.ReadRetries = -1 },
        { "AttemptTimeout", o => o.AttemptTimeout = TimeSpan.Zero },
        { "TotalTimeout", o => o.TotalTimeout = Timeout.InfiniteTimeSpan },
        { "RetryDelay", o => o.RetryDelay = TimeSpan.FromSeconds(-1) },
        { "BreakDuration", o => o.BreakDuration = TimeSpan.Zero },
        { "MaxResponseBytes", o => o.MaxResponseBytes = 0 },
    };

    [Theory, MemberData(nameof(Unfit))]
    public void Invalid_options_are_named_when_the_client_is_resolved(string property, Action<AltogicOptions> configure)
    {
        var rejection = Assert.Throws<OptionsValidationException>(() => Recorder.Start(configure));

        Assert.StartsWith($"{property} ", Assert.Single(rejection.Failures));
        Assert.DoesNotContain("secret-1", rejection.ToString());
    }

    [Theory]
    [InlineData("http://localhost:5080/e:local")]
    [InlineData("http://127.0.0.2")]
    [InlineData("http://[::1]:5080")]
    [InlineData(" https://c1.example.com/ ")]
    public async Task HTTPS_and_loopback_addresses_are_accepted(string envUrl) =>
        Assert.True((await Recorder.Start(options => options.EnvUrl = envUrl).Client.Auth.SendMagicLinkEmailAsync("a@c.d")).IsSuccess);

    [Fact]
    public async Task Two_registrations_configure_one_client()
    {
        var recorder = Recorder.Start(options => options.RetryDelay = TimeSpan.Zero, services => services.AddAltogicClient(options => options.ApiKey = "api-key-1"));
        for (var i = 0; i < 9; i++)
        {
            recorder.Responds(503);
        }

        await Assert.ThrowsAsync<AltogicUnavailableException>(() => recorder.Client.Auth.GetUserFromDbAsync(new SessionToken("h.p.s")));

        Assert.Equal(3, recorder.Requests.Count);
        Assert.All(recorder.Requests, sent => Assert.Equal(("client-key-1", "api-key-1"), (sent.Headers["X-Client-Key"], sent.Headers["Authorization"])));
    }
}
