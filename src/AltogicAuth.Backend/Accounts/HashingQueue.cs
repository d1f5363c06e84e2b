using System.Collections.Concurrent;
using System.Diagnostics;

namespace AltogicAuth.Backend.Accounts;

/// <summary>
/// Runs password hashing, which keeps a core busy for tens of milliseconds each time, on threads of its own:
/// <see cref="BackendOptions.PasswordWorkers"/> of them, so that calls without a password do not wait.
/// </summary>
internal sealed class HashingQueue : IDisposable
{
    /// <summary>A full queue is empty after about this time, well before callers give up.</summary>
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(2);

    private const int WaitingPerWorker = 16;

    private readonly BackendMetrics _metrics;
    private readonly BlockingCollection<Action> _hashes = [];
    private readonly int _workers;
    private readonly int _maxPending;
    private int _pending;

    public HashingQueue(IOptions<BackendOptions> options, BackendMetrics metrics)
    {
        _metrics = metrics;
        // One core is left for everything else.
        _workers = options.Value.PasswordWorkers ?? Math.Max(1, Environment.ProcessorCount - 1);
        _maxPending = _workers + (options.Value.PasswordQueueLength ?? _workers * WaitingPerWorker);
        metrics.ObserveHashingQueue(() => Math.Max(0, _pending - _workers));
        for (var i = 0; i < _workers; i++)
        {
            new Thread(RunHashes) { IsBackground = true, Name = $"Hashing {i}" }.Start();
        }
    }

    /// <summary>Runs a hash when its turn comes. A caller that hangs up before that leaves the queue.</summary>
    /// <exception cref="RejectedException">The queue is full.</exception>
    /// <exception cref="OperationCanceledException">The caller has hung up.</exception>
    public async Task<T> RunAsync<T>(Func<T> hash, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        if (Interlocked.Increment(ref _pending) > _maxPending)
        {
            Interlocked.Decrement(ref _pending);
            throw new RejectedException(Rejection.HashingQueueFull) { RetryAfter = RetryAfter };
        }

        try
        {
            var queuedAt = Stopwatch.GetTimestamp();
            var completion = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
            var began = 0;
            await using var registration = cancellation.Register(() =>
            {
                if (Interlocked.Exchange(ref began, 1) == 0)
                {
                    completion.SetCanceled(cancellation);
                }
            });
            _hashes.Add(
                () =>
                {
                    if (Interlocked.Exchange(ref began, 1) != 0)
                    {
                        return;
                    }

                    _metrics.HashingBegan(Stopwatch.GetElapsedTime(queuedAt));
                    try
                    {
                        completion.SetResult(hash());
                    }
                    catch (Exception failure)
                    {
                        completion.SetException(failure);
                    }
                },
                CancellationToken.None);
            return await completion.Task;
        }
        finally
        {
            Interlocked.Decrement(ref _pending);
        }
    }

    public void Dispose() => _hashes.CompleteAdding();

    private void RunHashes()
    {
        foreach (var hash in _hashes.GetConsumingEnumerable())
        {
            hash();
        }
    }
}
