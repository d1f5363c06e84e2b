using System.Collections.Concurrent;
using Altogic;

namespace AltogicAuth.Links;

/// <summary>
/// Answers after the same time whatever the backend does with an address, so that no clock tells a known one from an
/// unknown one. A call that takes longer goes on behind the answer; an outage noticed by then is still told. The app does
/// not stop before such calls are done: their mails were promised.
/// </summary>
public sealed partial class EvenTiming(TimeProvider time, ILogger<EvenTiming> logger) : IHostedService
{
    public static readonly TimeSpan AnswerAfter = TimeSpan.FromMilliseconds(400);

    private readonly ConcurrentDictionary<Task, bool> _behindAnswers = new();

    /// <summary>When an answer began that <see cref="HoldAsync"/> ends.</summary>
    public long Start() => time.GetTimestamp();

    /// <summary>Waits until the fixed time is over, for work whose result the answer needs and that takes less.</summary>
    public async Task HoldAsync(long started)
    {
        var left = AnswerAfter - time.GetElapsedTime(started);
        if (left > TimeSpan.Zero)
        {
            await Task.Delay(left, time);
        }
    }

    /// <summary>Null when the call goes on behind the answer, or none was due.</summary>
    public async Task<AltogicResult?> RunAsync(Func<Task<AltogicResult?>> call)
    {
        var work = call();
        await Task.Delay(AnswerAfter, time);
        if (work.IsCompleted)
        {
            return await work;
        }

        _ = FinishAsync(work);
        return null;
    }

    /// <summary>Until everything that goes on behind an answer now is done.</summary>
    public Task SettleAsync() => Task.WhenAll(_behindAnswers.Keys);

    Task IHostedService.StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    async Task IHostedService.StopAsync(CancellationToken cancellationToken) =>
        await SettleAsync().WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    private async Task FinishAsync(Task work)
    {
        _behindAnswers[work] = true;
        try
        {
            await work;
        }
        catch (AltogicException failure)
        {
            FailedBehindTheAnswer(failure);
        }
        finally
        {
            _behindAnswers.TryRemove(work, out _);
        }
    }

    [LoggerMessage(2002, LogLevel.Warning, "A mail was asked for, and the backend failed after the visitor had been answered")]
    private partial void FailedBehindTheAnswer(Exception failure);
}
