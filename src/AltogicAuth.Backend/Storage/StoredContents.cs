using AltogicAuth.Backend.Data;

namespace AltogicAuth.Backend.Storage;

/// <summary>
/// Writes contents before a file refers to them, and deletes those that no file refers to. A content is in the table of unused ones
/// before its first byte is written, and until the transaction that stores its file: a crash at any time leaves nothing that is not
/// deleted later.
/// </summary>
internal sealed partial class StoredContents(BackendDatabase database, ContentStores stores, BackendClock clock, ILogger<StoredContents> logger)
{
    private static readonly TimeSpan MaxWriteTime = TimeSpan.FromMinutes(30);
    // Longer than a write, also when the clocks of two nodes differ.
    private static readonly TimeSpan UnusedLifetime = TimeSpan.FromHours(1);
    private static readonly TimeSpan ClockTolerance = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan RetryAfter = TimeSpan.FromMinutes(10);

    public Stream Open(FileRecord file) => stores.Of(file.ContentId).Open(file.ContentId, file.Size);

    /// <summary>Writes a content and then the file that refers to it. When either fails, the content is deleted soon.</summary>
    /// <exception cref="StorageUnavailableException">The content could not be written.</exception>
    public async Task<FileRecord> StoreAsync(Stream content, Func<string, Task<FileRecord>> writeFile, CancellationToken cancellation)
    {
        var id = stores.NewId();
        await database.WriteAsync(c => UnusedContentTable.InsertAsync(c, id, clock.Now + UnusedLifetime));
        try
        {
            await WriteAsync(id, content, cancellation);
            return await writeFile(id);
        }
        catch
        {
            await database.TryWriteAsync(c => UnusedContentTable.SetTimeAsync(c, id, clock.Now));
            throw;
        }
    }

    /// <summary>Makes a content part of a file, in the transaction that stores the file.</summary>
    public async Task UseAsync(DataConnection connection, string id)
    {
        if (!await UnusedContentTable.TryRemoveAsync(connection, id, clock.Now + ClockTolerance))
        {
            throw new StorageUnavailableException("Writing a content took too long.");
        }
    }

    /// <summary>Deletes some of the contents that no file refers to, and returns how many. Others are tried again later.</summary>
    public async Task<int> PurgeAsync(int count)
    {
        var deleted = 0;
        foreach (var id in await database.ReadAsync(c => UnusedContentTable.DueAsync(c, clock.Now, count)))
        {
            try
            {
                await stores.Of(id).DeleteAsync(id);
                await database.WriteAsync(c => UnusedContentTable.DeleteAsync(c, id));
                deleted++;
            }
            catch (StorageUnavailableException failure)
            {
                ContentNotDeleted(failure.Message);
                await database.WriteAsync(c => UnusedContentTable.SetTimeAsync(c, id, clock.Now + RetryAfter));
            }
        }

        return deleted;
    }

    /// <summary>
    /// Contents that nothing refers to, neither a file nor the table of unused ones. There are none unless an older copy of the database
    /// was restored.
    /// </summary>
    public async Task<IReadOnlyList<string>> FindOrphansAsync()
    {
        var orphans = new List<string>();
        await foreach (var ids in stores.ListAsync())
        {
            orphans.AddRange(await database.ReadAsync(c => UnusedContentTable.OrphansAsync(c, ids)));
        }

        return orphans;
    }

    private async Task WriteAsync(string id, Stream content, CancellationToken cancellation)
    {
        using var time = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        time.CancelAfter(MaxWriteTime);
        try
        {
            await stores.Of(id).WriteAsync(id, content, time.Token);
        }
        catch (OperationCanceledException failure) when (!cancellation.IsCancellationRequested)
        {
            throw new StorageUnavailableException("Writing a content took too long.", failure);
        }
    }

    [LoggerMessage(3041, LogLevel.Warning, "The content of a deleted file was not deleted, and will be later: {Reason}")]
    private partial void ContentNotDeleted(string reason);
}
