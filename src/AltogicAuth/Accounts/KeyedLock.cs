using System.Threading.RateLimiting;
using AltogicAuth.RateLimiting;

namespace AltogicAuth.Accounts;

/// <summary>One registration of an address at a time: of two presses, the second sees what the first one did.</summary>
public sealed class KeyedLock : IDisposable
{
    private const int MaxWaiting = 100;
    private static readonly TimeSpan ComeBackIn = TimeSpan.FromSeconds(2);

    private readonly PartitionedRateLimiter<string> _turns = PartitionedRateLimiter.Create<string, string>(address =>
        RateLimitPartition.GetConcurrencyLimiter(address, _ => new ConcurrencyLimiterOptions { PermitLimit = 1, QueueLimit = MaxWaiting }));

    /// <summary>Waits for the turn, which lasts until the lease is disposed.</summary>
    /// <exception cref="TooManyAttemptsException">Too many wait already.</exception>
    public async Task<IDisposable> TakeAsync(string address)
    {
        var lease = await _turns.AcquireAsync(address);
        return lease.IsAcquired ? lease : throw new TooManyAttemptsException(RateLimitPolicy.Mail, new RateLimitRejection("turn", ComeBackIn));
    }

    public void Dispose() => _turns.Dispose();
}
