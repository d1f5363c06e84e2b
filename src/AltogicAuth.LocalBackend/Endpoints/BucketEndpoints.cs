using System.Text.Json.Nodes;
using AltogicAuth.LocalBackend.Tables;
using AltogicAuth.LocalBackend.Wire;

namespace AltogicAuth.LocalBackend.Endpoints;

/// <summary>Buckets by name or id. What somebody made, others do not change.</summary>
internal static class BucketEndpoints
{
    public static void MapBuckets(this IEndpointRouteBuilder storage)
    {
        storage.MapPost("/bucket/exists", async (HttpRequest request, Buckets buckets) =>
            ApiAnswer.Json(buckets.Find((await request.ReadJsonAsync()).Text("bucket") ?? "") is not null));
        storage.MapPost("/bucket/get", async (HttpRequest request, Buckets buckets, Files files) =>
        {
            var (bucket, body) = await StorageRules.BucketAsync(request, buckets);
            return ApiAnswer.Json(body.Flag("detailed") == true ? Detailed(bucket, files) : bucket.Fields);
        });
        storage.MapPost("/bucket/list-files", async (HttpRequest request, Buckets buckets, Files files) =>
        {
            var (bucket, body) = await StorageRules.BucketAsync(request, buckets);
            return ApiAnswer.Json(FileLists.Page(body, files.InBucket(bucket.Id).Where(StorageRules.Visible(request)).Select(file => file.Fields)));
        });
        storage.MapPost("/bucket/delete-files", async (HttpRequest request, Buckets buckets, Files files) =>
        {
            var (bucket, body) = await StorageRules.BucketAsync(request, buckets);
            var names = (body["fileNamesOrIds"] as JsonArray)?.Select(name => name?.ToString() ?? "").ToHashSet() ?? [];
            await DeleteOwnAsync(request, files, files.InBucket(bucket.Id).Where(file => names.Contains(file.Name) || names.Contains(file.Id)));
        });
        storage.MapPost("/bucket/empty", async (HttpRequest request, Buckets buckets, Files files) =>
        {
            var (bucket, _) = await StorageRules.BucketAsync(request, buckets);
            if (!bucket.IsRoot)
            {
                StorageRules.RequireOwner(request, bucket);
            }

            await DeleteOwnAsync(request, files, files.InBucket(bucket.Id));
        });
        storage.MapPost("/bucket/delete", async (HttpRequest request, Buckets buckets, Files files) =>
        {
            var (bucket, _) = await StorageRules.BucketAsync(request, buckets);
            StorageRules.RequireOwner(request, bucket);
            await DeleteOwnAsync(request, files, files.InBucket(bucket.Id));
            await buckets.DeleteAsync(bucket.Id);
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
        storage.MapPost($"/bucket/{verb}", async (HttpRequest request, Buckets buckets, Files files) =>
        {
            var (bucket, body) = await StorageRules.BucketAsync(request, buckets);
            var changed = await ChangeAsync(request, buckets, bucket, fields => change(fields, body));
            await ShowOwnAsync(request, files, bucket, body, changed.IsPublic);
            return ApiAnswer.Json(changed.Fields);
        });

    private static void MapVisibility(IEndpointRouteBuilder storage, string verb, bool isPublic) =>
        storage.MapPost($"/bucket/{verb}", async (HttpRequest request, Buckets buckets, Files files) =>
        {
            var (bucket, body) = await StorageRules.BucketAsync(request, buckets);
            // The root bucket is everybody's. With their files, callers mean their own: those change, the bucket does not.
            if (!bucket.IsRoot || body.Flag("includeFiles") != true)
            {
                bucket = await ChangeAsync(request, buckets, bucket, fields => fields["isPublic"] = isPublic);
            }

            await ShowOwnAsync(request, files, bucket, body, isPublic);
            return ApiAnswer.Json(bucket.Fields);
        });

    private static async Task<BucketRecord> ChangeAsync(HttpRequest request, Buckets buckets, BucketRecord bucket, Action<JsonObject> change)
    {
        StorageRules.RequireOwner(request, bucket);
        return await buckets.TryChangeAsync(bucket.Id, change) ?? throw StorageRules.BucketNameTaken("newName");
    }

    // Others may have files in a bucket too.
    private static Task ShowOwnAsync(HttpRequest request, Files files, BucketRecord bucket, JsonObject body, bool isPublic) =>
        body.Flag("includeFiles") == true
            ? files.ChangeAllAsync(bucket.Id, request.RequireSession().UserId, fields => fields["isPublic"] = isPublic)
            : Task.CompletedTask;

    private static Task DeleteOwnAsync(HttpRequest request, Files files, IEnumerable<FileRecord> chosen)
    {
        var userId = request.RequireSession().UserId;
        return files.DeleteAsync(chosen.Where(file => file.UserId == userId));
    }

    private static JsonObject Detailed(BucketRecord bucket, Files files)
    {
        var sizes = files.InBucket(bucket.Id).Select(file => (long)file.Fields["size"]!).DefaultIfEmpty().ToList();
        var detailed = bucket.Fields.DeepClone().AsObject();
        detailed["stats"] = new JsonObject
        {
            ["objectsCount"] = files.InBucket(bucket.Id).Count,
            ["totalStorageSize"] = sizes.Sum(),
            ["averageObjectSize"] = sizes.Average(),
            ["minObjectSize"] = sizes.Min(),
            ["maxObjectSize"] = sizes.Max(),
        };
        return detailed;
    }
}
