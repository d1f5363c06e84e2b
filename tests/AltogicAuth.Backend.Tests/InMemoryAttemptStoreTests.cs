using AltogicAuth.Backend.Accounts;
using AltogicAuth.Backend.Data;
using Microsoft.Extensions.Time.Testing;

namespace AltogicAuth.Backend.Tests;

public sealed class InMemoryAttemptStoreTests
{
    private readonly FakeTimeProvider _clock = new();
    private readonly InMemoryAttemptStore _attempts;

    public InMemoryAttemptStoreTests() => _attempts = new InMemoryAttemptStore(_clock);

    [Fact]
    public async Task Many_addresses_share_a_bounded_number_of_counts()
    {
        await AddAddressesAsync(InMemoryAttemptStore.MaxKeys);

        var counted = await AddAddressesAsync(50_000, firstNumber: InMemoryAttemptStore.MaxKeys);

        // Each has one attempt of its own. Those that succeed beyond the maximum are as many as there are shared counts.
        Assert.InRange(counted, 1, 1_024);
    }

    [Fact]
    public async Task Many_addresses_do_not_reset_the_count_of_an_account()
    {
        Assert.Null(await AttemptAsync("account ann", limit: 2));

        await AddAddressesAsync(InMemoryAttemptStore.MaxKeys + 10_000);

        Assert.Null(await AttemptAsync("account ann", limit: 2));
        Assert.NotNull(await AttemptAsync("account ann", limit: 2));
    }

    [Fact]
    public async Task Shared_count_has_the_limit_and_window_of_its_own_kind()
    {
        await AddAddressesAsync(InMemoryAttemptStore.MaxKeys);
        for (var n = 0; n < 20_000; n++)
        {
            await _attempts.TryAcquireAsync([new AttemptLimit($"sms-number {n}", 1, TimeSpan.FromDays(1))]);
        }

        Assert.Equal(RateLimits.Window, (await ExceededAsync("network", limit: 1)).RetryAfter);
        _clock.Advance(RateLimits.Window);

        Assert.Null(await AttemptAsync("network 0", limit: 1));
        Assert.NotNull(await _attempts.TryAcquireAsync([new AttemptLimit("sms-number 0", 1, TimeSpan.FromDays(1))]));
    }

    [Fact]
    public async Task Purge_makes_room_for_new_addresses()
    {
        await AddAddressesAsync(InMemoryAttemptStore.MaxKeys);
        _clock.Advance(RateLimits.Window);

        await _attempts.PurgeAsync();

        Assert.Equal(50_000, await AddAddressesAsync(50_000, firstNumber: InMemoryAttemptStore.MaxKeys));
    }

    /// <summary>One attempt of each address, and how many of them were within the limit of one.</summary>
    private async Task<int> AddAddressesAsync(int count, int firstNumber = 0)
    {
        var counted = 0;
        for (var n = firstNumber; n < firstNumber + count; n++)
        {
            counted += await AttemptAsync($"address {n}", limit: 1) is null ? 1 : 0;
        }

        return counted;
    }

    /// <summary>Attempts of new keys of a kind, until one is beyond the limit of the count that it shares.</summary>
    private async Task<ExceededLimit> ExceededAsync(string kind, int limit)
    {
        for (var n = 0; ; n++)
        {
            if (await AttemptAsync($"{kind} {n}", limit) is { } exceeded)
            {
                return exceeded;
            }
        }
    }

    private Task<ExceededLimit?> AttemptAsync(string key, int limit) => _attempts.TryAcquireAsync([new AttemptLimit(key, limit, RateLimits.Window)]);
}
