namespace AltogicAuth.Photos;

/// <summary>Ends at the time limit: a loader that reads the whole photo before its first line cannot be cancelled, but then fails.</summary>
public sealed class TimeLimitedFile(byte[] buffer, int length, TimeSpan limit, TimeProvider time)
    : MemoryStream(buffer, 0, length, writable: false)
{
    private long _started = time.GetTimestamp();

    public bool IsOverdue => time.GetElapsedTime(_started) > limit;

    public void Restart() => (_started, Position) = (time.GetTimestamp(), 0);

    public override int Read(byte[] buffer, int offset, int count) => IsOverdue ? 0 : base.Read(buffer, offset, count);
}
