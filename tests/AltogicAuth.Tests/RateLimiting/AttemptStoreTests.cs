using AltogicAuth.RateLimiting;
using Microsoft.Extensions.Time.Testing;

namespace AltogicAuth.Tests.RateLimiting;

/// <summary>What holds for every store.</summary>
public sealed class AttemptStoreTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly Partition Visitor = new("visitor", "ann-here", 5, 2 * Second, 10 * Second, 60 * Second);
    private static readonly Partition Address = new("address", "here", 7, 2 * Second, 10 * Second, 60 * Second);

    private readonly FakeTimeProvider _clock = new();
    private readonly IAttemptStore _store;

    public AttemptStoreTests() => _store = new InMemoryAttemptStore(_clock);

    [Fact]
    public async Task Delay_doubles_up_to_its_maximum()
    {
        await CountAsync(4, Visitor);

        foreach (var seconds in (int[])[2, 4, 8, 10, 10])
        {
            await CountAsync(1, Visitor);
            Assert.Equal(new RateLimitRejection("visitor", seconds * Second), await TryAsync(Visitor));
            _clock.Advance(seconds * Second);
        }
    }

    [Fact]
    public async Task Count_continues_until_ResetAfter_has_passed()
    {
        await CountAsync(5, Visitor);

        _clock.Advance((2 + 59) * Second);

        Assert.Null(await TryAsync(Visitor));
        Assert.Equal(4 * Second, (await TryAsync(Visitor))?.Delay);
    }

    [Fact]
    public async Task Count_starts_anew_when_ResetAfter_has_passed()
    {
        await CountAsync(5, Visitor);

        _clock.Advance((2 + 61) * Second);

        await CountAsync(5, Visitor);
        Assert.Equal(2 * Second, (await TryAsync(Visitor))?.Delay);
    }

    [Fact]
    public async Task Rejected_attempt_counts_in_no_partition()
    {
        await CountAsync(5, Visitor, Address);
        for (var i = 0; i < 10; i++)
        {
            Assert.Equal("visitor", (await TryAsync(Visitor, Address))?.Partition);
        }

        await CountAsync(2, Address);
        Assert.Equal("address", (await TryAsync(Address))?.Partition);
    }

    [Fact]
    public async Task Visitors_with_delay_slots_wait_for_themselves_only()
    {
        var (stranger, owner) = (Visitor with { DelaySlot = "stranger" }, Visitor with { DelaySlot = "owner" });
        await CountAsync(5, stranger);
        Assert.Equal(2 * Second, (await TryAsync(owner))?.Delay);

        _clock.Advance(2 * Second);
        await CountAsync(1, stranger);

        Assert.Equal(4 * Second, (await TryAsync(stranger))?.Delay);
        Assert.Null(await TryAsync(owner));
    }

    [Fact]
    public async Task Reset_forgets_the_count()
    {
        await CountAsync(5, Visitor);

        await _store.ResetAsync([Visitor.Key]);

        await CountAsync(5, Visitor);
    }

    private ValueTask<RateLimitRejection?> TryAsync(params Partition[] partitions) => _store.TryAcquireAsync(partitions);

    private async Task CountAsync(int attempts, params Partition[] partitions)
    {
        for (var i = 0; i < attempts; i++)
        {
            Assert.Null(await TryAsync(partitions));
        }
    }
}
