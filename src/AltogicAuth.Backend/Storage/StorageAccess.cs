using AltogicAuth.Backend.Data;

namespace AltogicAuth.Backend.Storage;

/// <summary>
/// Who may read and change buckets and files. Private ones of other users do not exist for a user; public ones of other users
/// are read-only.
/// </summary>
internal sealed class StorageAccess(Buckets buckets, Files files)
{
    public async Task<BucketRecord> BucketAsync(string nameOrId, string userId) =>
        await buckets.FindAsync(nameOrId, userId) ?? throw new RejectedException(Rejection.BucketNotFound);

    /// <summary>A bucket that takes files of the user.</summary>
    public async Task<BucketRecord> OpenBucketAsync(string nameOrId, string userId)
    {
        var bucket = await BucketAsync(nameOrId, userId);
        return bucket.IsPublic || bucket.UserId == userId ? bucket : throw new RejectedException(Rejection.BucketNotFound);
    }

    public async Task<BucketRecord> OwnBucketAsync(string nameOrId, string userId)
    {
        var bucket = await BucketAsync(nameOrId, userId);
        RequireOwner(bucket, userId);
        return bucket;
    }

    public async Task<FileRecord> FileAsync(string bucket, string nameOrId, string userId) =>
        await files.FindAsync((await BucketAsync(bucket, userId)).Id, nameOrId, userId) ?? throw new RejectedException(Rejection.FileNotFound);

    public async Task<FileRecord> OwnFileAsync(string bucket, string nameOrId, string userId)
    {
        var file = await FileAsync(bucket, nameOrId, userId);
        RequireOwner(file, userId);
        return file;
    }

    public static void RequireOwner(BucketRecord bucket, string userId)
    {
        if (bucket.IsRoot)
        {
            throw new RejectedException(Rejection.RootBucketIsFixed);
        }

        RequireOwner(bucket.UserId, userId);
    }

    public static void RequireOwner(FileRecord file, string userId) => RequireOwner(file.UserId, userId);

    private static void RequireOwner(string? ownerId, string userId)
    {
        if (ownerId != userId)
        {
            throw new RejectedException(Rejection.NotOwner);
        }
    }
}
