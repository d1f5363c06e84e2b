using System.Text.Json.Nodes;
using AltogicAuth.Backend.Data;

namespace AltogicAuth.Backend.Storage;

/// <summary>Buckets. The root bucket always exists; its id is the environment's.</summary>
internal sealed class Buckets(BackendDatabase database, BackendClock clock)
{
    /// <summary>Null when there is none that the user may see.</summary>
    public Task<BucketRecord?> FindAsync(string nameOrId, string userId) => database.ReadAsync(c => BucketTable.FindVisibleAsync(c, nameOrId, userId));

    /// <summary>The root bucket first, then the user's own and those with files of the user, by name.</summary>
    public Task<IReadOnlyList<BucketRecord>> ListAsync(string userId) =>
        database.ReadAsync(c => BucketTable.ListedForAsync(c, userId, database.EnvironmentId));

    /// <exception cref="InvalidFieldException">The name is taken.</exception>
    public async Task<BucketRecord> CreateAsync(string name, bool isPublic, JsonNode? tags, string userId) =>
        await TryCreateAsync(name, isPublic, tags, userId) ?? throw NameTaken("name");

    /// <summary>Null when the name is taken.</summary>
    public async Task<BucketRecord?> TryCreateAsync(string name, bool isPublic, JsonNode? tags, string userId)
    {
        var bucket = BucketRecord.New(Ids.New(), name, isPublic, tags?.DeepClone() as JsonArray ?? [], userId, clock.Now);
        return name != BucketRecord.Root && await database.WriteAsync(c => BucketTable.TryInsertAsync(c, bucket)) ? bucket : null;
    }

    /// <summary>Changes fields of a bucket of the user in one step.</summary>
    /// <exception cref="InvalidFieldException">The new name is taken.</exception>
    public async Task<BucketRecord> ChangeAsync(BucketRecord bucket, string userId, Action<JsonObject> change)
    {
        StorageAccess.RequireOwner(bucket, userId);
        try
        {
            return await database.InTransactionAsync(async c =>
            {
                var fields = (await BucketTable.FindAsync(c, bucket.Id) ?? throw new RejectedException(Rejection.BucketNotFound)).Fields;
                change(fields);
                fields["updatedAt"] = Timestamps.Format(clock.Now);
                if ((string)fields["name"]! == BucketRecord.Root)
                {
                    throw NameTaken("newName");
                }

                await BucketTable.UpdateAsync(c, bucket.Id, fields);
                return (await BucketTable.FindAsync(c, bucket.Id))!;
            });
        }
        catch (DuplicateKeyException)
        {
            throw NameTaken("newName");
        }
    }

    /// <summary>Deletes the files of the user as well. Files of other users prevent it.</summary>
    public Task DeleteAsync(BucketRecord bucket, string userId) => database.InTransactionAsync(async c =>
    {
        await BucketTable.LockForDeleteAsync(c, bucket.Id);
        if (await FileTable.HasFilesOfOthersAsync(c, bucket.Id, userId))
        {
            throw new RejectedException(Rejection.FilesOfOthersInBucket);
        }

        await BucketTable.DeleteAsync(c, bucket.Id);
    });

    private static InvalidFieldException NameTaken(string param) => new(param, "There is already a bucket with this name.");
}
