using AltogicAuth.RateLimiting;
using Microsoft.Extensions.Time.Testing;

namespace AltogicAuth.Tests.RateLimiting;

public sealed class RecentTests
{
    private readonly FakeTimeProvider _clock = new();

    [Fact]
    public void A_value_stays_for_a_generation_after_it_was_written_and_is_gone_after_two()
    {
        var recent = new ExpiringCache<string>(TimeSpan.FromHours(1), _clock);
        recent.Set("kept", "value");

        _clock.Advance(TimeSpan.FromMinutes(59));
        recent.Set("other", "value");
        _clock.Advance(TimeSpan.FromMinutes(2));
        recent.Set("other", "value");
        Assert.Equal("value", recent.Find("kept"));

        _clock.Advance(TimeSpan.FromMinutes(61));
        recent.Set("other", "value");
        Assert.Null(recent.Find("kept"));
        Assert.Equal("value", recent.Find("other"));
    }

    [Fact]
    public void A_flood_of_keys_fills_two_generations_and_no_more()
    {
        var recent = new ExpiringCache<int>(TimeSpan.FromHours(1), _clock, capacity: 1_000);
        for (var i = 0; i < 100_000; i++)
        {
            recent.Set($"{i}", i);
        }

        Assert.InRange(recent.Count, 1_000, 2_000);
        Assert.Equal(99_000, recent.Find("99000"));
        Assert.Equal(0, recent.Find("1"));
    }

    [Fact]
    public void A_removed_value_is_gone_from_both_generations()
    {
        var recent = new ExpiringCache<string>(TimeSpan.FromHours(1), _clock, capacity: 1);
        recent.Set("key", "old");
        recent.Set("other", "value");
        recent.Set("key", "new");

        recent.Remove("key");

        Assert.Null(recent.Find("key"));
    }
}
