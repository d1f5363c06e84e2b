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

    public static async Task<(BucketRecord Bucket, JsonObject Body)> OwnBucketAsync(HttpRequest request, Buckets buckets, bool refuseRoot = false)
    {
        var (bucket, body) = await BucketAsync(request, buckets);
        if (bucket.IsRoot && refuseRoot)
        {
            throw new ApiFailure(400, "not_allowed", "The root bucket stays as it is.");
        }

        if (!bucket.IsRoot)
        {
            RequireOwner(request, (string?)bucket.Fields["userId"]);
        }

        return (bucket, body);
    }

    public static FileRecord File(HttpRequest request, Files files, BucketRecord bucket, string? nameOrId)
    {
        var file = files.Find(bucket.Id, nameOrId ?? "");
        return file is not null && Visible(request)(file)
            ? file
            : throw Files.Missing();
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

    public static string NewName(JsonObject body) =>
        body.Text("newName") is { Length: > 0 and <= 255 } name ? name : throw ApiFailure.Invalid(("newName", null, "A name is missing."));
}
