using System.Diagnostics;
using System.Threading.RateLimiting;

namespace AltogicAuth.Backend.Accounts;

/// <summary>
/// Runs password hashing, which keeps a core busy for tens of milliseconds each time, on threads of its own: at most
/// <see cref="BackendOptions.PasswordWorkers"/> at once, so that calls without a password do not wait.
/// </summary>
internal sealed class HashingQueue : IDisposable
{
    /// <summary>A full queue is empty after about this time, well before callers give up.</summary>
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(2);

    private const int WaitingPerWorker = 16;

    private readonly BackendMetrics _metrics;
    private readonly ConcurrencyLimiter _limiter;

    public HashingQueue(IOptions<BackendOptions> options, BackendMetrics metrics)
    {
        _metrics = metrics;
        _limiter = LimiterFor(options.Value);
        metrics.ObserveHashingQueue(() => _limiter.GetStatistics()?.CurrentQueuedCount ?? 0);
    }

    /// <summary>Runs a hash when its turn comes. A caller that hangs up before that leaves the queue.</summary>
    /// <exception cref="RejectedException">The queue is full.</exception>
    /// <exception cref="OperationCanceledException">The caller has hung up.</exception>
    public async Task<T> RunAsync<T>(Func<T> hash, CancellationToken cancellation)
    {
        var asked = Stopwatch.GetTimestamp();
        using var lease = await _limiter.AcquireAsync(1, cancellation);
        if (!lease.IsAcquired)
        {
            throw new RejectedException(Rejection.HashingQueueFull) { RetryAfter = RetryAfter };
        }

        _metrics.HashingBegan(Stopwatch.GetElapsedTime(asked));
        return await Task.Factory.StartNew(hash, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    public void Dispose() => _limiter.Dispose();

    private static ConcurrencyLimiter LimiterFor(BackendOptions options)
    {
        // One core is left for everything else.
        var workers = options.PasswordWorkers ?? Math.Max(1, Environment.ProcessorCount - 1);
        return new ConcurrencyLimiter(new ConcurrencyLimiterOptions
        {
            PermitLimit = workers,
            QueueLimit = options.PasswordQueueLength ?? workers * WaitingPerWorker,
            QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
        });
    }
}
