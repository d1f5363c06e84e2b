using System.Text.Json.Nodes;
using AltogicAuth.Backend.Tables;
using AltogicAuth.Backend.Wire;

namespace AltogicAuth.Backend.Endpoints;

/// <summary>Buckets by name or id.</summary>
internal static class BucketEndpoints
{
    public static void MapBuckets(this IEndpointRouteBuilder storage)
    {
        storage.MapPost("/bucket/exists", (MemberCall call, Buckets buckets) =>
            ApiAnswer.Json(buckets.Find(call.Text("bucket"), call.UserId) is not null));
        storage.MapPost("/bucket/get", (MemberCall call, Buckets buckets, Files files) =>
        {
            var bucket = StorageRules.Bucket(call, buckets);
            return ApiAnswer.Json(call.Body.Flag("detailed") == true ? Detailed(bucket, files.InBucket(bucket.Id, call.UserId)) : bucket.Fields);
        });
        storage.MapPost("/bucket/list-files", (MemberCall call, Buckets buckets, Files files) => ApiAnswer.Json(
            FileLists.Page(call.Body, files.InBucket(StorageRules.Bucket(call, buckets).Id, call.UserId).Select(file => file.Fields))));
        storage.MapPost("/bucket/delete-files", (MemberCall call, Buckets buckets, Files files) =>
        {
            var names = (call.Body["fileNamesOrIds"] as JsonArray)?.Select(name => name?.ToString() ?? "").ToHashSet() ?? [];
            return files.DeleteAsync(Own(call, StorageRules.Bucket(call, buckets), files).Where(file => names.Contains(file.Name) || names.Contains(file.Id)));
        });
        storage.MapPost("/bucket/empty", (MemberCall call, Buckets buckets, Files files) =>
        {
            var bucket = StorageRules.Bucket(call, buckets);
            if (!bucket.IsRoot)
            {
                StorageRules.RequireOwner(call, bucket);
            }

            return files.DeleteAsync(Own(call, bucket, files));
        });
        storage.MapPost("/bucket/delete", async (MemberCall call, Buckets buckets) =>
        {
            if (!await buckets.TryDeleteAsync(StorageRules.OwnBucket(call, buckets).Id, call.UserId))
            {
                throw new ApiFailure(403, "not_allowed", "Others have files in this bucket.");
            }
        });
        MapVisibility(storage, "make-public", isPublic: true);
        MapVisibility(storage, "make-private", isPublic: false);
        MapChange(storage, "rename", (fields, body) => fields["name"] = StorageRules.BucketName(body.Text("newName"), "newName"));
        MapChange(storage, "add-tags", (fields, body) => Tags.Add(fields, body["tags"]));
        MapChange(storage, "remove-tags", (fields, body) => Tags.Remove(fields, body["tags"]));
        MapChange(storage, "update", (fields, body) =>
        {
            fields["name"] = StorageRules.BucketName(body.Text("newName"), "newName");
            fields["isPublic"] = body.Flag("isPublic") ?? (bool)fields["isPublic"]!;
            fields["tags"] = Tags.List(body["tags"]);
        });
    }

    private static void MapChange(IEndpointRouteBuilder storage, string verb, Action<JsonObject, JsonObject> change) =>
        storage.MapPost($"/bucket/{verb}", async (MemberCall call, Buckets buckets, Files files) =>
        {
            var bucket = StorageRules.Bucket(call, buckets);
            var changed = await ChangeAsync(call, buckets, bucket, fields => change(fields, call.Body));
            await ShowOwnAsync(call, files, bucket, changed.IsPublic);
            return ApiAnswer.Json(changed.Fields);
        });

    private static void MapVisibility(IEndpointRouteBuilder storage, string verb, bool isPublic) =>
        storage.MapPost($"/bucket/{verb}", async (MemberCall call, Buckets buckets, Files files) =>
        {
            var bucket = StorageRules.Bucket(call, buckets);
            // The root bucket is everybody's. With their files, callers mean their own: those change, the bucket does not.
            if (!bucket.IsRoot || call.Body.Flag("includeFiles") != true)
            {
                bucket = await ChangeAsync(call, buckets, bucket, fields => fields["isPublic"] = isPublic);
            }

            await ShowOwnAsync(call, files, bucket, isPublic);
            return ApiAnswer.Json(bucket.Fields);
        });

    private static async Task<BucketRecord> ChangeAsync(MemberCall call, Buckets buckets, BucketRecord bucket, Action<JsonObject> change)
    {
        StorageRules.RequireOwner(call, bucket);
        return await buckets.TryChangeAsync(bucket.Id, change) ?? throw StorageRules.BucketNameTaken("newName");
    }

    // Others may have files in a bucket too.
    private static Task ShowOwnAsync(MemberCall call, Files files, BucketRecord bucket, bool isPublic) =>
        call.Body.Flag("includeFiles") == true
            ? files.ChangeAllAsync(bucket.Id, call.UserId, fields => fields["isPublic"] = isPublic)
            : Task.CompletedTask;

    private static IEnumerable<FileRecord> Own(MemberCall call, BucketRecord bucket, Files files) =>
        files.InBucket(bucket.Id, call.UserId).Where(file => file.UserId == call.UserId);

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
