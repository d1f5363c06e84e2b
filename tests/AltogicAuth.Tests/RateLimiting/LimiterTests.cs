using System.Net;
using AltogicAuth.RateLimiting;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace AltogicAuth.Tests.RateLimiting;

public sealed class LimiterTests
{
    private const string Ann = "ann@example.test";
    private const string Bob = "bob@example.test";
    private static readonly IPAddress Here = IPAddress.Parse("198.51.100.1");

    private readonly FakeTimeProvider _clock = new();
    private readonly RateLimitOptions _options = new();
    private readonly Limiter _limiter;

    public LimiterTests() => _limiter = new Limiter(Options.Create(_options), _clock);

    private FormLimits Login => _options.Login;

    [Fact]
    public void Five_tries_are_free_and_then_a_wait_doubles_up_to_its_bound()
    {
        Login.PerVisitor.MaxDelay = TimeSpan.FromSeconds(10);
        for (var i = 0; i < 4; i++)
        {
            Assert.Null(Try(Ann));
        }

        foreach (var seconds in (int[])[2, 4, 8, 10, 10])
        {
            Assert.Null(Try(Ann));
            Assert.Equal((TimeSpan.FromSeconds(seconds), "visitor"), Try(Ann));
            _clock.Advance(TimeSpan.FromSeconds(seconds));
        }
    }

    [Fact]
    public void A_count_starts_anew_when_nobody_tried_for_long_enough_after_the_wait()
    {
        Login.PerVisitor.PermitLimit = 2;
        Login.PerVisitor.InitialDelay = TimeSpan.FromMinutes(10);
        Assert.Null(Try(Ann));
        Assert.Null(Try(Ann));

        _clock.Advance(TimeSpan.FromMinutes(10 + 14));
        Assert.Null(Try(Ann));
        Assert.NotNull(Try(Ann));

        _clock.Advance(TimeSpan.FromMinutes(15 + 16));
        Assert.Null(Try(Ann));
        Assert.Null(Try(Ann));
        Assert.NotNull(Try(Ann));
    }

    [Fact]
    public void The_networks_of_one_ipv6_allocation_have_a_looser_limit_together()
    {
        _options.PerNetwork.PermitLimit = 5;
        for (var i = 0; i < 5; i++)
        {
            Assert.Null(Try($"{i}@example.test", $"2001:db8:1:{i}00::1"));
        }

        Assert.Equal("network", Try(Ann, "2001:db8:1:ff00::1")?.Partition);
        Assert.Null(Try(Ann, "2001:db8:2:ff00::1"));
    }

    [Fact]
    public void A_try_that_has_to_wait_counts_for_nothing()
    {
        Login.PerVisitor.PermitLimit = 1;
        _options.PerAddress.PermitLimit = 3;
        Assert.Null(Try(Ann));
        for (var i = 0; i < 10; i++)
        {
            Assert.Equal("visitor", Try(Ann)?.Partition);
        }

        Assert.Null(Try(Bob));
    }

    [Fact]
    public void A_form_that_names_no_account_is_counted_per_address_only()
    {
        _options.PerAddress.PermitLimit = 10;
        for (var i = 0; i < 10; i++)
        {
            Assert.Null(_limiter.TryAcquire(RateLimitPolicy.Grant, account: null, Here));
        }

        Assert.Equal("address", _limiter.TryAcquire(RateLimitPolicy.Grant, account: null, Here)?.Partition);
    }

    [Fact]
    public void Every_other_form_has_limits_of_its_own() => Assert.All(
        Enum.GetValues<RateLimitPolicy>().Except([RateLimitPolicy.Grant]),
        form => Assert.Same(typeof(RateLimitOptions).GetProperty($"{form}")!.GetValue(_options), _options.Of(form)));

    [Theory]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", true)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:3::1", false)]
    [InlineData("::ffff:10.0.0.1", "10.0.0.1", true)]
    [InlineData("10.0.0.1", "10.0.0.2", false)]
    public void An_ipv6_network_counts_as_one_address(string one, string other, bool same) =>
        Assert.Equal(same, Limiter.PrefixOf(IPAddress.Parse(one)) == Limiter.PrefixOf(IPAddress.Parse(other)));

    private (TimeSpan Wait, string Partition)? Try(string account, string? address = null) =>
        _limiter.TryAcquire(RateLimitPolicy.Login, account, address is null ? Here : IPAddress.Parse(address));
}
