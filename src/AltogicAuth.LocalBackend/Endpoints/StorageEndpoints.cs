using System.Text.Json.Nodes;
using AltogicAuth.LocalBackend.Tables;
using AltogicAuth.LocalBackend.Wire;

namespace AltogicAuth.LocalBackend.Endpoints;

/// <summary>Storage as a whole: section 4 of Altogic's API. A live session is needed for all; what somebody stored, others do not change.</summary>
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
            ApiAnswer.Json(FileLists.Page(await request.ReadJsonAsync(), buckets.All().Select(bucket => bucket.Fields))));
        storage.MapPost("/search-files", async (HttpRequest request, Files files) =>
            ApiAnswer.Json(FileLists.Page(await request.ReadJsonAsync(), files.All().Where(StorageRules.Visible(request)).Select(file => file.Fields))));
        storage.MapGet("/stats", (Buckets buckets, Files files) => ApiAnswer.Json(new JsonObject
        {
            ["objectsCount"] = files.All().Count,
            ["bucketsCount"] = buckets.All().Count,
            ["totalStorageSize"] = files.All().Sum(file => (long)file.Fields["size"]!),
        }));
        storage.MapPost("/delete-file", async (HttpRequest request, Files files) =>
        {
            var url = (await request.ReadJsonAsync()).Text("fileUrl") ?? "";
            var file = files.FindById(url.Split('/')[^1]);
            if (file is null || PathOf((string?)file.Fields["publicPath"]) != PathOf(url))
            {
                throw Files.Missing();
            }

            StorageRules.RequireOwner(request, file.UserId);
            await files.DeleteAsync([file]);
        });
        storage.MapBuckets();
        storage.MapFiles();
        storage.MapUploads();
    }

    // Without the host: this backend may have moved to another port since.
    private static string? PathOf(string? url) => Uri.TryCreate(url, UriKind.Absolute, out var address) ? address.AbsolutePath : null;

    private static async Task<IResult> CreateAsync(HttpRequest request, Buckets buckets)
    {
        var body = await request.ReadJsonAsync();
        var name = StorageRules.BucketName(body.Text("name"), "name");
        var bucket = await buckets.TryCreateAsync(name, body.Flag("isPublic") ?? true, Tags.List(body["tags"]), request.RequireSession().UserId)
            ?? throw StorageRules.BucketNameTaken("name");
        return ApiAnswer.Json(bucket.Fields);
    }
}
