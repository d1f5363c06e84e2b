using Altogic;

namespace AltogicAuth.Links;

/// <summary>
/// Answers after the same time whatever the backend does with an address, so that no clock tells a known one from an
/// unknown one. A call that takes longer goes on behind the answer; an outage noticed by then is still told.
/// </summary>
public sealed partial class EvenTiming(TimeProvider time, ILogger<EvenTiming> logger)
{
    public static readonly TimeSpan AnswerAfter = TimeSpan.FromMilliseconds(400);

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
