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
            var (bucket, _) = await StorageRules.OwnBucketAsync(request, buckets);
            await DeleteOwnAsync(request, files, files.InBucket(bucket.Id));
        });
        storage.MapPost("/bucket/delete", async (HttpRequest request, Buckets buckets, Files files) =>
        {
            var (bucket, _) = await StorageRules.OwnBucketAsync(request, buckets, refuseRoot: true);
            await DeleteOwnAsync(request, files, files.InBucket(bucket.Id));
            await buckets.DeleteAsync(bucket.Id);
        });
        MapChange(storage, "rename", (fields, body) => fields["name"] = StorageRules.NewName(body), refuseRoot: true);
        MapChange(storage, "make-public", (fields, _) => fields["isPublic"] = true);
        MapChange(storage, "make-private", (fields, _) => fields["isPublic"] = false);
        MapChange(storage, "add-tags", (fields, body) => Tags.Add(fields, body["tags"]));
        MapChange(storage, "remove-tags", (fields, body) => Tags.Remove(fields, body["tags"]));
        MapChange(storage, "update", (fields, body) =>
        {
            fields["name"] = StorageRules.NewName(body);
            fields["isPublic"] = body.Flag("isPublic") ?? (bool)fields["isPublic"]!;
            fields["tags"] = Tags.List(body["tags"]);
        }, refuseRoot: true);
    }

    private static void MapChange(IEndpointRouteBuilder storage, string verb, Action<JsonObject, JsonObject> change, bool refuseRoot = false) =>
        storage.MapPost($"/bucket/{verb}", async (HttpRequest request, Buckets buckets, Files files) =>
        {
            var (bucket, body) = await StorageRules.OwnBucketAsync(request, buckets, refuseRoot);
            var changed = await buckets.ChangeAsync(bucket.Id, fields => change(fields, body));
            if (body.Flag("includeFiles") == true)
            {
                foreach (var file in files.InBucket(bucket.Id))
                {
                    await files.ChangeAsync(file.Id, fields => fields["isPublic"] = changed.IsPublic);
                }
            }

            return ApiAnswer.Json(changed.Fields);
        });

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
