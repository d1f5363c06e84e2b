using System.Text.Json.Nodes;
using AltogicAuth.LocalBackend.Tables;
using AltogicAuth.LocalBackend.Wire;

namespace AltogicAuth.LocalBackend.Endpoints;

/// <summary>Buckets: section 4 of Altogic's API. A live session is needed for all; what somebody stored, others do not change.</summary>
internal static class StorageEndpoints
{
    public static void MapStorage(this IEndpointRouteBuilder endpoints)
    {
        var storage = endpoints.MapGroup("/_api/rest/v1/storage").AddEndpointFilter((context, next) =>
        {
            context.HttpContext.Request.RequireSession();
            return next(context);
        });
        storage.MapPost("/create-bucket", CreateAsync);
        storage.MapPost("/list-buckets", async (HttpRequest request, Buckets buckets) =>
            Json(FileLists.Page((await request.ReadJsonAsync()), buckets.All().Select(bucket => bucket.Fields))));
        storage.MapPost("/search-files", async (HttpRequest request, Files files) =>
            Json(FileLists.Page(await request.ReadJsonAsync(), files.All().Where(Visible(request)).Select(file => file.Fields))));
        storage.MapGet("/stats", (Buckets buckets, Files files) => Json(new JsonObject
        {
            ["objectsCount"] = files.All().Count,
            ["bucketsCount"] = buckets.All().Count,
            ["totalStorageSize"] = files.All().Sum(file => (long)file.Fields["size"]!),
        }));
        storage.MapPost("/delete-file", async (HttpRequest request, Files files) =>
        {
            var url = (await request.ReadJsonAsync()).Text("fileUrl") ?? "";
            var file = files.FindById(url.Split('/')[^1]);
            if (file is null || (string?)file.Fields["publicPath"] != url)
            {
                throw ApiFailure.NotFound("invalid_file_identifier", "There is no such file.");
            }

            RequireOwner(request, file.UserId);
            await files.DeleteAsync([file]);
        });

        storage.MapPost("/bucket/exists", async (HttpRequest request, Buckets buckets) =>
            Json(buckets.Find((await request.ReadJsonAsync()).Text("bucket") ?? "") is not null));
        storage.MapPost("/bucket/get", async (HttpRequest request, Buckets buckets, Files files) =>
        {
            var (bucket, body) = await BucketAsync(request, buckets);
            return Json(body.Flag("detailed") == true ? Detailed(bucket, files) : bucket.Fields);
        });
        storage.MapPost("/bucket/list-files", async (HttpRequest request, Buckets buckets, Files files) =>
        {
            var (bucket, body) = await BucketAsync(request, buckets);
            return Json(FileLists.Page(body, files.InBucket(bucket.Id).Where(Visible(request)).Select(file => file.Fields)));
        });
        storage.MapPost("/bucket/delete-files", async (HttpRequest request, Buckets buckets, Files files) =>
        {
            var (bucket, body) = await BucketAsync(request, buckets);
            var names = (body["fileNamesOrIds"] as JsonArray)?.Select(name => name?.ToString() ?? "").ToHashSet() ?? [];
            await DeleteOwnAsync(request, files, files.InBucket(bucket.Id).Where(file => names.Contains(file.Name) || names.Contains(file.Id)));
        });
        storage.MapPost("/bucket/empty", async (HttpRequest request, Buckets buckets, Files files) =>
        {
            var (bucket, _) = await OwnBucketAsync(request, buckets);
            await DeleteOwnAsync(request, files, files.InBucket(bucket.Id));
        });
        storage.MapPost("/bucket/delete", async (HttpRequest request, Buckets buckets, Files files) =>
        {
            var (bucket, _) = await OwnBucketAsync(request, buckets, refuseRoot: true);
            await DeleteOwnAsync(request, files, files.InBucket(bucket.Id));
            await buckets.DeleteAsync(bucket.Id);
        });
        MapChange(storage, "rename", (fields, body) => fields["name"] = NewName(body), refuseRoot: true);
        MapChange(storage, "make-public", (fields, _) => fields["isPublic"] = true);
        MapChange(storage, "make-private", (fields, _) => fields["isPublic"] = false);
        MapChange(storage, "add-tags", (fields, body) => Tags.Add(fields, body["tags"]));
        MapChange(storage, "remove-tags", (fields, body) => Tags.Remove(fields, body["tags"]));
        MapChange(storage, "update", (fields, body) =>
        {
            fields["name"] = NewName(body);
            fields["isPublic"] = body.Flag("isPublic") ?? (bool)fields["isPublic"]!;
            fields["tags"] = Tags.List(body["tags"]);
        }, refuseRoot: true);
        storage.MapFiles();
    }

    public static async Task<(BucketRecord Bucket, JsonObject Body)> BucketAsync(HttpRequest request, Buckets buckets)
    {
        var body = await request.ReadJsonAsync();
        return (Bucket(buckets, body.Text("bucket")), body);
    }

    public static BucketRecord Bucket(Buckets buckets, string? nameOrId) =>
        buckets.Find(nameOrId ?? "") ?? throw ApiFailure.NotFound("bucket_not_found", "The bucket does not exist.");

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

    public static IResult Json(JsonNode json) => Results.Content(json.ToJsonString(), "application/json; charset=utf-8");

    private static async Task<IResult> CreateAsync(HttpRequest request, Buckets buckets)
    {
        var body = await request.ReadJsonAsync();
        if (body.Text("name") is not { Length: > 0 and <= 100 } name)
        {
            throw ApiFailure.Invalid(("name", body["name"], "A bucket has a name of 1 to 100 characters."));
        }

        var bucket = await buckets.TryCreateAsync(name, body.Flag("isPublic") ?? true, Tags.List(body["tags"]), request.RequireSession().UserId)
            ?? throw ApiFailure.Invalid(("name", name, "There is already a bucket with this name."));
        return Json(bucket.Fields);
    }

    private static void MapChange(IEndpointRouteBuilder storage, string verb, Action<JsonObject, JsonObject> change, bool refuseRoot = false) =>
        storage.MapPost($"/bucket/{verb}", async (HttpRequest request, Buckets buckets, Files files) =>
        {
            var (bucket, body) = await OwnBucketAsync(request, buckets, refuseRoot);
            var changed = await buckets.ChangeAsync(bucket, fields => change(fields, body));
            if (body.Flag("includeFiles") == true)
            {
                foreach (var file in files.InBucket(bucket.Id))
                {
                    await files.ChangeAsync(file, fields => fields["isPublic"] = changed.IsPublic);
                }
            }

            return Json(changed.Fields);
        });

    private static async Task<(BucketRecord Bucket, JsonObject Body)> OwnBucketAsync(HttpRequest request, Buckets buckets, bool refuseRoot = false)
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
