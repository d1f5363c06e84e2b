namespace Altogic.Wire;

/// <summary>
/// The time of day at the start plus the time elapsed since. The circuit breaker stores the time of day until which it is
/// open: a clock set back by an hour would keep it open for an hour.
/// </summary>
internal sealed class MonotonicTimeProvider(TimeProvider time) : TimeProvider
{
    private readonly DateTimeOffset _startTime = time.GetUtcNow();
    private readonly long _startTimestamp = time.GetTimestamp();

    public override long TimestampFrequency => time.TimestampFrequency;

    public override long GetTimestamp() => time.GetTimestamp();

    public override DateTimeOffset GetUtcNow() => _startTime + time.GetElapsedTime(_startTimestamp);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        time.CreateTimer(callback, state, dueTime, period);
}
