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
    private (TimeSpan Length, Func<Task> Event)? _replaced;

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

    /// <summary>Timers of this length wait for the event instead, however short or long that takes.</summary>
    public void ReplaceTimers(TimeSpan length, Func<Task> until) => _replaced = (length, until);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        return _replaced is { } replaced && dueTime == replaced.Length
            ? base.CreateTimer(FireAfterEvent, state, TimeSpan.Zero, period)
            : base.CreateTimer(callback, state, dueTime, period);

        async void FireAfterEvent(object? argument)
        {
            try
            {
                await replaced.Event();
            }
            catch (ObjectDisposedException)
            {
                return; // The app has ended, and nothing waits for its response.
            }

            callback(argument);
        }
    }
}
