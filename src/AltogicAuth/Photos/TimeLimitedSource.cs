using NetVips;

namespace AltogicAuth.Photos;

/// <summary>
/// A file that ends when the time limit is reached. A loader that reads the whole photo before its first line cannot be
/// cancelled, but it fails when the file ends.
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

        var count = (int)Math.Min(_file.Length - _position, length);
        _file.Span.Slice((int)_position, count).CopyTo(buffer);
        _position += count;
        return count;
    }

    private long Seek(long offset, SeekOrigin origin) => _position = offset + origin switch
    {
        SeekOrigin.Current => _position,
        SeekOrigin.End => _file.Length,
        _ => 0,
    };
}
