namespace AltogicAuth.Tests.App;

/// <summary>
/// The real clock, moved, or one that stands until it is moved. Timers run as ever, so nothing waits for a test to turn the hands.
/// </summary>
public sealed class TestClock(DateTimeOffset? stoppedAt = null) : TimeProvider
{
    private long _offset;
    private (TimeSpan Length, Func<Task> Event)? _held;

    public override DateTimeOffset GetUtcNow() => (stoppedAt ?? base.GetUtcNow()) + TimeSpan.FromTicks(Interlocked.Read(ref _offset));

    public void Advance(TimeSpan by) => Interlocked.Add(ref _offset, by.Ticks);

    /// <summary>Timers of this length strike after what is waited for, too: where the app gives up waiting, no test does.</summary>
    public void HoldTimers(TimeSpan length, Func<Task> until) => _held = (length, until);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        return _held is { } held && dueTime == held.Length
            ? base.CreateTimer(StrikeLater, state, dueTime, period)
            : base.CreateTimer(callback, state, dueTime, period);

        async void StrikeLater(object? with)
        {
            await held.Event();
            callback(with);
        }
    }
}
