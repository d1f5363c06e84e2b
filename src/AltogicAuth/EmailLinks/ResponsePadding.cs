using System.Collections.Concurrent;

namespace AltogicAuth.EmailLinks;

/// <summary>
/// Gives responses about an address the same duration, so that it reveals nothing about the account. A call that takes longer
/// continues after the response; a failure until then is part of the response. The app does not stop before such calls end.
/// </summary>
public sealed partial class ResponsePadding(TimeProvider time, ILogger<ResponsePadding> logger) : IHostedService
{
    public static readonly TimeSpan MinimumDuration = TimeSpan.FromMilliseconds(400);

    private readonly ConcurrentDictionary<Task, bool> _running = new();

    /// <summary>The start of a response that <see cref="PadAsync"/> ends.</summary>
    public long Start() => time.GetTimestamp();

    /// <summary>Waits for the minimum duration, where the response needs the result of the work.</summary>
    public async Task PadAsync(long started)
    {
        var left = MinimumDuration - time.GetElapsedTime(started);
        if (left > TimeSpan.Zero)
        {
            await Task.Delay(left, time);
        }
    }

    /// <summary>Null when the call continues after the response, or none was due.</summary>
    public async Task<AltogicResult?> RunAsync(Func<Task<AltogicResult?>> call)
    {
        var work = call();
        _ = TrackAsync(work);
        await Task.Delay(MinimumDuration, time);
        if (work.IsCompleted)
        {
            return await work;
        }

        _ = FinishAsync(work);
        return null;
    }

    /// <summary>Waits until every call that runs now has ended, by success or failure.</summary>
    public async Task SettleAsync() => await Task.WhenAll(_running.Keys).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    Task IHostedService.StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    async Task IHostedService.StopAsync(CancellationToken cancellationToken) =>
        await SettleAsync().WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    private async Task TrackAsync(Task work)
    {
        _running[work] = true;
        await work.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _running.TryRemove(work, out _);
    }

    private async Task FinishAsync(Task work)
    {
        try
        {
            await work;
        }
        catch (AltogicException failure)
        {
            FailedAfterResponse(failure);
        }
    }

    [LoggerMessage(2002, LogLevel.Warning, "A mail was requested, and the backend failed after the response to the visitor")]
    private partial void FailedAfterResponse(Exception failure);
}
