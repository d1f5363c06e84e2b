namespace AltogicAuth.Tests.App;

/// <summary>
/// Stands until it is moved, so that no wait or lifetime ends before its test says so, however long the test takes. Timers
/// run as ever: nothing waits for a test to turn the hands.
/// </summary>
public sealed class TestClock(DateTimeOffset? at = null) : TimeProvider
{
    private long _ticks = (at ?? DateTimeOffset.UtcNow).UtcTicks;
    private readonly long _started = TimeProvider.System.GetTimestamp();
    private long _passed;
    private (TimeSpan Length, Func<Task> Event)? _held;

    /// <summary>Time passes by itself too: for tests of how long the app takes. The hands stand as ever.</summary>
    public bool Runs { get; init; }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => new(Interlocked.Read(ref _ticks), TimeSpan.Zero);

    public override long GetTimestamp() => Interlocked.Read(ref _passed) + (Runs ? TimeProvider.System.GetElapsedTime(_started).Ticks : 0);

    public void Advance(TimeSpan by)
    {
        Interlocked.Add(ref _passed, by.Ticks);
        SetForward(by);
    }

    /// <summary>Somebody sets the clock. No time passes.</summary>
    public void SetForward(TimeSpan by) => Interlocked.Add(ref _ticks, by.Ticks);

    public void SetBack(TimeSpan by) => SetForward(-by);

    /// <summary>Timers of this length strike after what is waited for, too: where the app gives up waiting, no test does.</summary>
    public void HoldTimers(TimeSpan length, Func<Task> until) => _held = (length, until);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        return _held is { } held && dueTime == held.Length
            ? base.CreateTimer(StrikeLater, state, dueTime, period)
            : base.CreateTimer(callback, state, dueTime, period);

        async void StrikeLater(object? with)
        {
            try
            {
                await held.Event();
            }
            catch (ObjectDisposedException)
            {
                return; // The app is gone, and nobody waits for its answer any more.
            }

            callback(with);
        }
    }
}
