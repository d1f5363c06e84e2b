namespace AltogicAuth.Tests.App;

/// <summary>
/// The real clock, moved, or one that stands until it is moved. Timers run as ever, so nothing waits for a test to turn the hands.
/// </summary>
public sealed class TestClock(DateTimeOffset? stoppedAt = null) : TimeProvider
{
    private long _offset;

    public override DateTimeOffset GetUtcNow() => (stoppedAt ?? base.GetUtcNow()) + TimeSpan.FromTicks(Interlocked.Read(ref _offset));

    public void Advance(TimeSpan by) => Interlocked.Add(ref _offset, by.Ticks);
}
