using System.Text.Json.Nodes;
using AltogicAuth.Backend.Data;

namespace AltogicAuth.Backend.Storage;

/// <summary>Files with their content. Names are unique in a bucket.</summary>
internal sealed class Files(BackendDatabase database, BackendClock clock, BackendAddress address)
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

    public async Task<byte[]> ContentAsync(string id) =>
        await database.ReadAsync(c => FileTable.ContentAsync(c, id)) ?? throw new RejectedException(Rejection.FileNotFound);

    /// <summary>Stores a file. A taken name gets -1, -2, … before its extension.</summary>
    public Task<FileRecord> AddAsync(string bucketId, string name, byte[] content, string mimeType, bool isPublic, JsonNode? tags, string userId) =>
        InBucketAsync(async c =>
        {
            var free = await FreeNameAsync(c, bucketId, name);
            var file = New(Ids.New(), bucketId, free, content.Length, mimeType, isPublic, tags, userId);
            await FileTable.InsertAsync(c, file, content);
            return file;
        });

    public Task<FileRecord> ReplaceAsync(string id, byte[] content, string mimeType) => InBucketAsync(async c =>
    {
        await FileTable.UpdateContentAsync(c, id, content);
        return await ChangeAsync(c, id, fields =>
        {
            fields["size"] = content.Length;
            fields["mimeType"] = mimeType;
        });
    });

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

    private FileRecord New(string id, string bucketId, string name, int size, string mimeType, bool isPublic, JsonNode? tags, string userId)
    {
        var fields = new JsonObject
        {
            ["_id"] = id,
            ["bucketId"] = bucketId,
            ["fileName"] = name,
            ["size"] = size,
            ["encoding"] = "7bit",
            ["mimeType"] = mimeType,
            ["publicPath"] = isPublic ? PublicPath(bucketId, id) : null,
            ["isPublic"] = isPublic,
            ["uploadedAt"] = Timestamps.Format(clock.Now),
            ["updatedAt"] = Timestamps.Format(clock.Now),
            ["tags"] = tags?.DeepClone() ?? new JsonArray(),
            ["userId"] = userId,
        };
        return new FileRecord(id, bucketId, name, userId, isPublic, fields);
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
