using System.Collections.Concurrent;

namespace AltogicAuth.EmailLinks;

/// <summary>
/// Answers after the same time whatever the backend does with an address, so that no clock tells a known one from an
/// unknown one. A call that takes longer goes on behind the answer; an outage noticed by then is still told. The app does
/// not stop before such calls are done: their mails were promised.
/// </summary>
public sealed partial class ResponsePadding(TimeProvider time, ILogger<ResponsePadding> logger) : IHostedService
{
    public static readonly TimeSpan MinimumDuration = TimeSpan.FromMilliseconds(400);

    private readonly ConcurrentDictionary<Task, bool> _running = new();

    /// <summary>When an answer began that <see cref="PadAsync"/> ends.</summary>
    public long Start() => time.GetTimestamp();

    /// <summary>Waits until the fixed time is over, for work whose result the answer needs and that takes less.</summary>
    public async Task PadAsync(long started)
    {
        var left = MinimumDuration - time.GetElapsedTime(started);
        if (left > TimeSpan.Zero)
        {
            await Task.Delay(left, time);
        }
    }

    /// <summary>Null when the call goes on behind the answer, or none was due.</summary>
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

    /// <summary>Until every call that is under way now is done, however it ends.</summary>
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
            FailedBehindTheAnswer(failure);
        }
    }

    [LoggerMessage(2002, LogLevel.Warning, "A mail was asked for, and the backend failed after the visitor had been answered")]
    private partial void FailedBehindTheAnswer(Exception failure);
}
