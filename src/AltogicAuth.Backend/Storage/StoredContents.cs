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
    /// Compares the stores with the files. There are differences only after the restore of a copy that is older than what it belongs to.
    /// </summary>
    public async Task<ContentComparison> CompareAsync()
    {
        var orphans = new List<string>();
        var missing = new HashSet<string>();
        var last = "";
        // The ids come in their order, so that no list of all files is needed.
        await foreach (var ids in stores.ListAsync())
        {
            orphans.AddRange(await database.ReadAsync(c => UnusedContentTable.OrphansAsync(c, ids)));
            missing.UnionWith((await database.ReadAsync(c => FileTable.ContentIdsAsync(c, last, ids[^1]))).Except(ids));
            last = ids[^1];
        }

        missing.UnionWith(await database.ReadAsync(c => FileTable.ContentIdsAsync(c, last)));
        if (missing.Count > 0)
        {
            // Others may have been uploaded meanwhile.
            await foreach (var ids in stores.ListAsync())
            {
                missing.ExceptWith(ids);
            }
        }

        return new ContentComparison(orphans, [.. missing]);
    }

    /// <summary>Deletes the contents that nothing refers to, and returns how many.</summary>
    public async Task<int> DeleteOrphansAsync()
    {
        var orphans = (await CompareAsync()).Orphans;
        foreach (var id in orphans)
        {
            await stores.Of(id).DeleteAsync(id);
        }

        return orphans.Count;
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
