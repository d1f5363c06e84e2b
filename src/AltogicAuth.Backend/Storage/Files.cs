using System.Text.Json.Nodes;
using AltogicAuth.Backend.Data;

namespace AltogicAuth.Backend.Storage;

/// <summary>Files with their content. Names are unique in a bucket.</summary>
internal sealed class Files(BackendDatabase database, StoredContents contents, StorageQuota quota, BackendClock clock, BackendAddress address)
{
    // Each taken number costs a query while all other writers wait.
    private const int MaxNumber = 100;
    private const int MaxAttempts = 10;

    /// <summary>Null when there is none that the user may see.</summary>
    public Task<FileRecord?> FindAsync(string bucketId, string nameOrId, string userId) =>
        database.ReadAsync(c => FileTable.FindVisibleAsync(c, bucketId, nameOrId, userId));

    /// <summary>A file of any owner.</summary>
    public Task<FileRecord?> FindByIdAsync(string id) => database.ReadAsync(c => FileTable.FindAsync(c, id));

    public Task<IReadOnlyList<FileRecord>> OfUserInBucketAsync(string bucketId, string userId) =>
        database.ReadAsync(c => FileTable.OfUserInBucketAsync(c, bucketId, userId));

    public Task<IReadOnlyList<FileRecord>> OfUserAsync(string userId) => database.ReadAsync(c => FileTable.OfUserAsync(c, userId));

    /// <summary>The bytes of a file. The stream reads nothing before its first use.</summary>
    public Stream Open(FileRecord file) => contents.Open(file);

    /// <summary>Rejects an upload before its body arrives, if the user or the storage is full already.</summary>
    public Task RequireSpaceAsync(string userId) => RequireSpaceAsync(userId, 1);

    /// <summary>Stores a file. A taken name gets -1, -2, … before its extension.</summary>
    public async Task<FileRecord> AddAsync(NewFile file, Stream content, CancellationToken cancellation)
    {
        var size = content.Length;
        await RequireSpaceAsync(file.UserId, size);
        return await contents.StoreAsync(content, id => InBucketAsync(file.UserId, async c =>
        {
            await StorageQuota.RequireFileAsync(c, file.UserId);
            await quota.RequireAsync(c, file.UserId, size);
            await contents.UseAsync(c, id);
            var record = New(file with { Name = await FreeNameAsync(c, file.BucketId, file.Name) }, id, size);
            await FileTable.InsertAsync(c, record);
            return record;
        }), cancellation);
    }

    public async Task<FileRecord> CopyAsync(FileRecord source, string bucketId, string name, string userId, CancellationToken cancellation)
    {
        await RequireSpaceAsync(userId, source.Size);
        await using var from = contents.Open(source);
        await using var content = await TemporaryFile.TryReceiveAsync(from, source.Size, cancellation);
        return await AddAsync(new NewFile(bucketId, name, source.MimeType, source.IsPublic, source.Fields["tags"], userId), content!, cancellation);
    }

    /// <summary>Gives a file of the user another content.</summary>
    public async Task<FileRecord> ReplaceAsync(FileRecord file, Stream content, string mimeType, string userId, CancellationToken cancellation)
    {
        var size = content.Length;
        await RequireSpaceAsync(userId, size - file.Size);
        return await contents.StoreAsync(content, contentId => InBucketAsync(userId, async c =>
        {
            var current = await FileTable.LockAsync(c, file.Id) ?? throw new RejectedException(Rejection.FileNotFound);
            await quota.RequireAsync(c, userId, size - current.Size);
            await contents.UseAsync(c, contentId);
            await FileTable.UpdateContentAsync(c, file.Id, contentId, size);
            return await ChangeAsync(c, file.Id, fields =>
            {
                fields["size"] = size;
                fields["mimeType"] = mimeType;
            });
        }), cancellation);
    }

    /// <summary>Changes name, bucket, visibility or tags in one step.</summary>
    public Task<FileRecord> ChangeAsync(string id, Action<JsonObject> change) => InBucketAsync(c => ChangeAsync(c, id, change));

    /// <summary>The same change for all files of a user in a bucket.</summary>
    public Task ChangeAllAsync(string bucketId, string userId, Action<JsonObject> change) => database.InTransactionAsync(async c =>
    {
        foreach (var file in await FileTable.OfUserInBucketAsync(c, bucketId, userId))
        {
            await ChangeAsync(c, file.Id, change);
        }
    });

    public Task DeleteAsync(params IReadOnlyList<FileRecord> files) => database.InTransactionAsync(async c =>
    {
        foreach (var file in files)
        {
            await FileTable.DeleteAsync(c, file.Id);
        }
    });

    private async Task<FileRecord> ChangeAsync(DataConnection connection, string id, Action<JsonObject> change)
    {
        var file = await FileTable.LockAsync(connection, id) ?? throw new RejectedException(Rejection.FileNotFound);
        var fields = file.Fields;
        change(fields);
        var (bucket, name) = ((string)fields["bucketId"]!, (string)fields["fileName"]!);
        if (bucket != file.BucketId || name != file.Name)
        {
            fields["fileName"] = await FreeNameAsync(connection, bucket, name);
        }

        fields["updatedAt"] = Timestamps.Format(clock.Now);
        fields["publicPath"] = (bool)fields["isPublic"]! ? PublicPath(bucket, id) : null;
        await FileTable.UpdateAsync(connection, id, fields);
        return (await FileTable.FindAsync(connection, id))!;
    }

    private Task<bool> RequireSpaceAsync(string userId, long added) => database.ReadAsync(async c =>
    {
        await quota.RequireAsync(c, userId, added);
        return true;
    });

    /// <summary>A write that adds bytes to the files of a user.</summary>
    private Task<FileRecord> InBucketAsync(string userId, Func<DataConnection, Task<FileRecord>> write) => InBucketAsync(async c =>
    {
        await quota.LockAsync(c, userId);
        return await write(c);
    });

    /// <summary>A bucket may be deleted since it was looked up, and another file may get the same name first.</summary>
    private async Task<FileRecord> InBucketAsync(Func<DataConnection, Task<FileRecord>> write)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await database.InTransactionAsync(write);
            }
            catch (MissingReferenceException)
            {
                throw new RejectedException(Rejection.BucketNotFound);
            }
            catch (DuplicateKeyException) when (attempt < MaxAttempts)
            {
                // The next attempt finds the name taken.
            }
        }
    }

    private FileRecord New(NewFile file, string contentId, long size)
    {
        var id = Ids.New();
        var fields = new JsonObject
        {
            ["_id"] = id,
            ["bucketId"] = file.BucketId,
            ["fileName"] = file.Name,
            ["size"] = size,
            ["encoding"] = "7bit",
            ["mimeType"] = file.MimeType,
            ["publicPath"] = file.IsPublic ? PublicPath(file.BucketId, id) : null,
            ["isPublic"] = file.IsPublic,
            ["uploadedAt"] = Timestamps.Format(clock.Now),
            ["updatedAt"] = Timestamps.Format(clock.Now),
            ["tags"] = file.Tags?.DeepClone() ?? new JsonArray(),
            ["userId"] = file.UserId,
        };
        return new FileRecord(id, file.BucketId, file.Name, file.UserId, file.IsPublic, contentId, fields);
    }

    private string PublicPath(string bucketId, string id) =>
        $"{address.PublicUrl}/_storage/{database.EnvironmentId}/{bucketId}/{id}";

    private static async Task<string> FreeNameAsync(DataConnection connection, string bucketId, string name)
    {
        // A dot in front, as in .env or in dir/.env, begins a name and not an extension.
        var dot = name.LastIndexOf('.');
        var end = dot > name.LastIndexOf('/') + 1 ? dot : name.Length;
        var (stem, extension) = (name[..end], name[end..]);
        for (var number = 0; number <= MaxNumber; number++)
        {
            var candidate = number == 0 ? name : $"{stem}-{number}{extension}";
            if (!await FileTable.ExistsAsync(connection, bucketId, candidate))
            {
                return candidate;
            }
        }

        return $"{stem}-{Ids.New()}{extension}";
    }
}

/// <summary>A file to be stored.</summary>
internal sealed record NewFile(string BucketId, string Name, string MimeType, bool IsPublic, JsonNode? Tags, string UserId);
