using System.Text.Json.Nodes;
using AltogicAuth.LocalBackend.Tables;
using AltogicAuth.LocalBackend.Wire;

namespace AltogicAuth.LocalBackend.Endpoints;

/// <summary>What several calls of storage ask for, and how they refuse.</summary>
internal static class StorageRules
{
    public static async Task<(BucketRecord Bucket, JsonObject Body)> BucketAsync(HttpRequest request, Buckets buckets)
    {
        var body = await request.ReadJsonAsync();
        return (Bucket(buckets, body.Text("bucket")), body);
    }

    public static BucketRecord Bucket(Buckets buckets, string? nameOrId) =>
        buckets.Find(nameOrId ?? "") ?? throw Buckets.Missing();

    public static FileRecord File(HttpRequest request, Files files, BucketRecord bucket, string? nameOrId)
    {
        var file = files.Find(bucket.Id, nameOrId ?? "");
        return file is not null && Visible(request)(file)
            ? file
            : throw Files.Missing();
    }

    public static void RequireOwner(HttpRequest request, BucketRecord bucket)
    {
        if (bucket.IsRoot)
        {
            throw new ApiFailure(400, "not_allowed", "The root bucket is everybody's and stays as it is.");
        }

        RequireOwner(request, bucket.UserId);
    }

    public static void RequireOwner(HttpRequest request, string? userId)
    {
        if (userId != request.RequireSession().UserId)
        {
            throw new ApiFailure(403, "not_allowed", "This belongs to somebody else.");
        }
    }

    public static Func<FileRecord, bool> Visible(HttpRequest request)
    {
        var userId = request.RequireSession().UserId;
        return file => file.IsPublic || file.UserId == userId;
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
