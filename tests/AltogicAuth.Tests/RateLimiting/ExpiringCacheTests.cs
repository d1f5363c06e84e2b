using AltogicAuth.RateLimiting;
using Microsoft.Extensions.Time.Testing;

namespace AltogicAuth.Tests.RateLimiting;

public sealed class ExpiringCacheTests
{
    private readonly FakeTimeProvider _clock = new();

    [Fact]
    public void Value_expires_after_one_to_two_lifetimes()
    {
        var cache = new ExpiringCache<string>(TimeSpan.FromHours(1), _clock);
        cache.Set("kept", "value");

        _clock.Advance(TimeSpan.FromMinutes(59));
        cache.Set("other", "value");
        _clock.Advance(TimeSpan.FromMinutes(2));
        cache.Set("other", "value");
        Assert.Equal("value", cache.Find("kept"));

        _clock.Advance(TimeSpan.FromMinutes(61));
        cache.Set("other", "value");
        Assert.Null(cache.Find("kept"));
        Assert.Equal("value", cache.Find("other"));
    }

    [Fact]
    public void Flood_of_keys_fills_two_generations_at_most()
    {
        var cache = new ExpiringCache<int>(TimeSpan.FromHours(1), _clock, capacity: 1_000);
        for (var i = 0; i < 100_000; i++)
        {
            cache.Set($"{i}", i);
        }

        Assert.InRange(cache.Count, 1_000, 2_000);
        Assert.Equal(99_000, cache.Find("99000"));
        Assert.Equal(0, cache.Find("1"));
    }

    [Fact]
    public void Removed_value_is_gone_from_both_generations()
    {
        var cache = new ExpiringCache<string>(TimeSpan.FromHours(1), _clock, capacity: 1);
        cache.Set("key", "old");
        cache.Set("other", "value");
        cache.Set("key", "new");

        cache.Remove("key");

        Assert.Null(cache.Find("key"));
    }
}
