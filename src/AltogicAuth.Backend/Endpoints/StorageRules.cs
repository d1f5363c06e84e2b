using AltogicAuth.Backend.Tables;
using AltogicAuth.Backend.Wire;

namespace AltogicAuth.Backend.Endpoints;

/// <summary>
/// What several calls of storage ask for, and how they reject. What is private of others is not there for a user; what is public of
/// others is read and not changed.
/// </summary>
internal static class StorageRules
{
    public static BucketRecord Bucket(MemberCall call, Buckets buckets) => buckets.Find(call.Text("bucket"), call.UserId) ?? throw Buckets.Missing();

    /// <summary>A bucket that takes files of the user.</summary>
    public static BucketRecord OpenBucket(Buckets buckets, string nameOrId, string userId) =>
        buckets.Find(nameOrId, userId) is { } bucket && (bucket.IsPublic || bucket.UserId == userId) ? bucket : throw Buckets.Missing();

    public static BucketRecord OwnBucket(MemberCall call, Buckets buckets)
    {
        var bucket = Bucket(call, buckets);
        RequireOwner(call, bucket);
        return bucket;
    }

    public static FileRecord File(MemberCall call, Buckets buckets, Files files) =>
        files.Find(Bucket(call, buckets).Id, call.Text("file"), call.UserId) ?? throw Files.Missing();

    public static FileRecord OwnFile(MemberCall call, Buckets buckets, Files files)
    {
        var file = File(call, buckets, files);
        RequireOwner(call.UserId, file.UserId);
        return file;
    }

    public static void RequireOwner(MemberCall call, BucketRecord bucket)
    {
        if (bucket.IsRoot)
        {
            throw new ApiFailure(400, "not_allowed", "The root bucket is everybody's and stays as it is.");
        }

        RequireOwner(call.UserId, bucket.UserId);
    }

    public static void RequireOwner(string userId, string? ownerId)
    {
        if (userId != ownerId)
        {
            throw new ApiFailure(403, "not_allowed", "This belongs to somebody else.");
        }
    }

    public static string BucketName(string? name, string param) => name is { Length: > 0 and <= 100 }
        ? name
        : throw ApiFailure.Invalid((param, name, "A bucket has a name of 1 to 100 characters."));

    public static ApiFailure BucketNameTaken(string param) =>
        ApiFailure.Invalid((param, null, "There is already a bucket with this name."));

    public static string FileName(string? name, string param) => name is { Length: > 0 and <= 255 }
        ? name
        : throw ApiFailure.Invalid((param, name, "A file has a name of 1 to 255 characters."));
}
