using NetVips;

namespace AltogicAuth.Photos;

/// <summary>
/// A file that ends when time is up. A loader that keeps a whole picture asks nobody until it is done, but it asks for more
/// bytes all the time.
/// </summary>
public sealed class TimeLimitedSource : SourceCustom
{
    private readonly ReadOnlyMemory<byte> _file;
    private readonly TimeSpan _limit;
    private readonly TimeProvider _time;
    private long _started;
    private long _position;

    public TimeLimitedSource(ReadOnlyMemory<byte> file, TimeSpan limit, TimeProvider time)
    {
        (_file, _limit, _time, _started) = (file, limit, time, time.GetTimestamp());
        OnRead += Read;
        OnSeek += Seek;
    }

    public bool IsOverdue => _time.GetElapsedTime(_started) > _limit;

    public void Restart() => _started = _time.GetTimestamp();

    private int Read(byte[] buffer, int length)
    {
        if (IsOverdue || _position >= _file.Length)
        {
            return 0;
        }

        var part = _file.Span[(int)_position..];
        part = part[..Math.Min(part.Length, length)];
        part.CopyTo(buffer);
        _position += part.Length;
        return part.Length;
    }

    private long Seek(long offset, SeekOrigin origin) => _position = offset + origin switch
    {
        SeekOrigin.Current => _position,
        SeekOrigin.End => _file.Length,
        _ => 0,
    };
}
