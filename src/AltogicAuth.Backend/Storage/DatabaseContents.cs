using AltogicAuth.Backend.Data;

namespace AltogicAuth.Backend.Storage;

/// <summary>Contents in the database, in chunks. A slow reader or writer keeps no connection.</summary>
internal sealed class DatabaseContents(BackendDatabase database) : IFileContents
{
    // A commit for each chunk would cost more than the chunk; other writers should not wait for a whole file.
    private const int ChunksPerTransaction = 16;
    private const int IdsPerList = 1_000;

    public async Task WriteAsync(string id, Stream content, CancellationToken cancellation)
    {
        var chunk = new byte[FileChunkTable.ChunkBytes];
        for (var number = 0; content.Position < content.Length; number += ChunksPerTransaction)
        {
            await database.InTransactionAsync(
                async connection =>
                {
                    for (var i = 0; i < ChunksPerTransaction && content.Position < content.Length; i++)
                    {
                        var read = await content.ReadAtLeastAsync(chunk, chunk.Length, throwOnEndOfStream: false, CancellationToken.None);
                        await FileChunkTable.InsertAsync(connection, id, number + i, read == chunk.Length ? chunk : chunk[..read]);
                    }

                    return true;
                },
                cancellation);
        }
    }

    public Stream Open(string id, long length) => new Chunks(database, id, length);

    public Task DeleteAsync(string id) => database.WriteAsync(c => FileChunkTable.DeleteAsync(c, id));

    public async IAsyncEnumerable<IReadOnlyList<string>> ListAsync()
    {
        for (var last = ""; await database.ReadAsync(c => FileChunkTable.ContentIdsAsync(c, last, IdsPerList)) is { Count: > 0 } ids; last = ids[^1])
        {
            yield return ids;
        }
    }

    private sealed class Chunks(BackendDatabase database, string id, long length) : ContentStream(length)
    {
        private long _number = -1;
        private byte[] _chunk = [];

        protected override async Task<int> ReadAtAsync(long position, Memory<byte> buffer, CancellationToken cancellation)
        {
            var (number, start) = Math.DivRem(position, FileChunkTable.ChunkBytes);
            if (number != _number)
            {
                cancellation.ThrowIfCancellationRequested();
                _chunk = await database.ReadAsync(c => FileChunkTable.FindAsync(c, id, number)) ?? throw new RejectedException(Rejection.FileNotFound);
                _number = number;
            }

            var count = Math.Clamp(_chunk.Length - (int)start, 0, buffer.Length);
            _chunk.AsSpan((int)start, count).CopyTo(buffer.Span);
            return count;
        }
    }
}
