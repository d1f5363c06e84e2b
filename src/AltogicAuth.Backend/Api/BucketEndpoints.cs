using System.Text.Json.Nodes;
using AltogicAuth.Backend.Data;
using AltogicAuth.Backend.Storage;

namespace AltogicAuth.Backend.Api;

/// <summary>Buckets by name or id: section 4.3 of the contract.</summary>
internal static class BucketEndpoints
{
    public static void MapBuckets(this IEndpointRouteBuilder storage)
    {
        storage.MapPost("/bucket/exists", async (SessionCall call, Buckets buckets) =>
            ApiResponse.Json(await buckets.FindAsync(call.Text("bucket"), call.UserId) is not null));
        storage.MapPost("/bucket/get", async (SessionCall call, StorageAccess access, Files files) =>
        {
            var bucket = await BucketAsync(call, access);
            return ApiResponse.Json(
                call.Body.Flag("detailed") == true ? Detailed(bucket, await files.OfUserInBucketAsync(bucket.Id, call.UserId)) : bucket.Fields);
        });
        storage.MapPost("/bucket/list-files", async (SessionCall call, StorageAccess access, Files files) => ApiResponse.Json(ListQuery.Page(
            call.Body, (await files.OfUserInBucketAsync((await BucketAsync(call, access)).Id, call.UserId)).Select(file => file.Fields))));
        storage.MapPost("/bucket/delete-files", async (SessionCall call, StorageAccess access, Files files) =>
        {
            var names = (call.Body["fileNamesOrIds"] as JsonArray)?.Select(name => name?.ToString() ?? "").ToHashSet() ?? [];
            var own = await OwnFilesAsync(call, await BucketAsync(call, access), files);
            await files.DeleteAsync([.. own.Where(file => names.Contains(file.Name) || names.Contains(file.Id))]);
        });
        storage.MapPost("/bucket/empty", async (SessionCall call, StorageAccess access, Files files) =>
        {
            var bucket = await BucketAsync(call, access);
            if (!bucket.IsRoot)
            {
                StorageAccess.RequireOwner(bucket, call.UserId);
            }

            await files.DeleteAsync([.. await OwnFilesAsync(call, bucket, files)]);
        });
        storage.MapPost("/bucket/delete", async (SessionCall call, StorageAccess access, Buckets buckets) =>
            await buckets.DeleteAsync(await access.OwnBucketAsync(call.Text("bucket"), call.UserId), call.UserId));
        MapVisibility(storage, "make-public", isPublic: true);
        MapVisibility(storage, "make-private", isPublic: false);
        MapChange(storage, "rename", (fields, body) => fields["name"] = StorageNames.Bucket(body.Text("newName"), "newName"));
        MapChange(storage, "add-tags", (fields, body) => Tags.Add(fields, body["tags"]));
        MapChange(storage, "remove-tags", (fields, body) => Tags.Remove(fields, body["tags"]));
        MapChange(storage, "update", (fields, body) =>
        {
            fields["name"] = StorageNames.Bucket(body.Text("newName"), "newName");
            fields["isPublic"] = body.Flag("isPublic") ?? (bool)fields["isPublic"]!;
            fields["tags"] = Tags.List(body["tags"]);
        });
    }

    private static void MapChange(IEndpointRouteBuilder storage, string name, Action<JsonObject, JsonObject> change) =>
        storage.MapPost($"/bucket/{name}", async (SessionCall call, StorageAccess access, Buckets buckets, Files files) =>
        {
            var bucket = await buckets.ChangeAsync(await BucketAsync(call, access), call.UserId, fields => change(fields, call.Body));
            await ChangeOwnFilesAsync(call, files, bucket, bucket.IsPublic);
            return ApiResponse.Json(bucket.Fields);
        });

    private static void MapVisibility(IEndpointRouteBuilder storage, string name, bool isPublic) =>
        storage.MapPost($"/bucket/{name}", async (SessionCall call, StorageAccess access, Buckets buckets, Files files) =>
        {
            var bucket = await BucketAsync(call, access);
            // The root bucket belongs to all users. A call with files is about the user's own files: the bucket stays as it is.
            if (!bucket.IsRoot || call.Body.Flag("includeFiles") != true)
            {
                bucket = await buckets.ChangeAsync(bucket, call.UserId, fields => fields["isPublic"] = isPublic);
            }

            await ChangeOwnFilesAsync(call, files, bucket, isPublic);
            return ApiResponse.Json(bucket.Fields);
        });

    // Other users may have files in a bucket too.
    private static Task ChangeOwnFilesAsync(SessionCall call, Files files, BucketRecord bucket, bool isPublic) =>
        call.Body.Flag("includeFiles") == true
            ? files.ChangeAllAsync(bucket.Id, call.UserId, fields => fields["isPublic"] = isPublic)
            : Task.CompletedTask;

    private static Task<BucketRecord> BucketAsync(SessionCall call, StorageAccess access) => access.BucketAsync(call.Text("bucket"), call.UserId);

    private static Task<IReadOnlyList<FileRecord>> OwnFilesAsync(SessionCall call, BucketRecord bucket, Files files) =>
        files.OfUserInBucketAsync(bucket.Id, call.UserId);

    private static JsonObject Detailed(BucketRecord bucket, IReadOnlyList<FileRecord> files)
    {
        var sizes = files.Select(file => file.Size).DefaultIfEmpty().ToList();
        var detailed = bucket.Fields.DeepClone().AsObject();
        detailed["stats"] = new JsonObject
        {
            ["objectsCount"] = files.Count,
            ["totalStorageSize"] = sizes.Sum(),
            ["averageObjectSize"] = sizes.Average(),
            ["minObjectSize"] = sizes.Min(),
            ["maxObjectSize"] = sizes.Max(),
        };
        return detailed;
    }
}
