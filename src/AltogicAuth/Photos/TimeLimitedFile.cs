namespace AltogicAuth.Photos;

/// <summary>
/// A file that ends when the time limit is reached. A loader that reads the whole photo before its first line cannot be
/// cancelled, but it fails when the file ends.
/// </summary>
public sealed class TimeLimitedFile(byte[] buffer, int length, TimeSpan limit, TimeProvider time)
    : MemoryStream(buffer, 0, length, writable: false)
{
    private long _started = time.GetTimestamp();

    public bool IsOverdue => time.GetElapsedTime(_started) > limit;

    public void Restart() => (_started, Position) = (time.GetTimestamp(), 0);

    public override int Read(byte[] buffer, int offset, int count) => IsOverdue ? 0 : base.Read(buffer, offset, count);
}
