namespace AltogicAuth.Backend.Storage;

/// <summary>A content that is read piece by piece, from any position. Only asynchronously: reading waits for another server.</summary>
internal abstract class ContentStream(long length) : Stream
{
    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => length;

    public override long Position { get; set; }

    public override long Seek(long offset, SeekOrigin origin) => Position = origin switch
    {
        SeekOrigin.Current => Position + offset,
        SeekOrigin.End => length + offset,
        _ => offset,
    };

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (Position >= length || buffer.IsEmpty)
        {
            return 0;
        }

        var read = await ReadAtAsync(Position, buffer, cancellationToken);
        Position += read;
        return read > 0 ? read : throw new StorageUnavailableException("A content is shorter than its file.");
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush() => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <summary>Reads some bytes, at least one, from a position before the end.</summary>
    protected abstract Task<int> ReadAtAsync(long position, Memory<byte> buffer, CancellationToken cancellation);
}
