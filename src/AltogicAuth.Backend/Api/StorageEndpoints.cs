using System.Text.Json.Nodes;
using AltogicAuth.Backend.Storage;

namespace AltogicAuth.Backend.Api;

/// <summary>Storage as a whole: section 4 of the contract. All calls need a live session.</summary>
internal static class StorageEndpoints
{
    public static void MapStorage(this IEndpointRouteBuilder endpoints)
    {
        var storage = endpoints.MapGroup("/_api/rest/v1/storage");
        storage.MapPost("/create-bucket", CreateBucketAsync);
        storage.MapPost("/list-buckets", async (SessionCall call, Buckets buckets) =>
            ApiResponse.Json(ListQuery.Page(call.Body, (await buckets.ListAsync(call.UserId)).Select(bucket => bucket.Fields))));
        storage.MapPost("/search-files", async (SessionCall call, Files files) =>
            ApiResponse.Json(ListQuery.Page(call.Body, (await files.OfUserAsync(call.UserId)).Select(file => file.Fields))));
        storage.MapGet("/stats", StatsAsync);
        storage.MapPost("/delete-file", DeleteFileAsync);
        storage.MapBuckets();
        storage.MapFiles();
        storage.MapUploads();
    }

    private static async Task<IResult> CreateBucketAsync(SessionCall call, Buckets buckets)
    {
        var name = StorageNames.Bucket(call.Body.Text("name"), "name");
        return ApiResponse.Json((await buckets.CreateAsync(name, call.Body.Flag("isPublic") ?? true, Tags.List(call.Body["tags"]), call.UserId)).Fields);
    }

    private static async Task<IResult> StatsAsync(HttpRequest request, Buckets buckets, Files files)
    {
        var userId = (await request.RequireSessionAsync()).UserId;
        var own = await files.OfUserAsync(userId);
        return ApiResponse.Json(new JsonObject
        {
            ["objectsCount"] = own.Count,
            ["bucketsCount"] = (await buckets.ListAsync(userId)).Count,
            ["totalStorageSize"] = own.Sum(file => file.Size),
        });
    }

    private static async Task DeleteFileAsync(SessionCall call, Files files)
    {
        var url = call.Text("fileUrl");
        var file = await files.FindByIdAsync(url.Split('/')[^1]);
        if (file is not { IsPublic: true } || PathOf((string?)file.Fields["publicPath"]) != PathOf(url))
        {
            throw new RejectedException(Rejection.FileNotFound);
        }

        StorageAccess.RequireOwner(file, call.UserId);
        await files.DeleteAsync(file);
    }

    // Without the host: this backend may have moved to another port since.
    private static string? PathOf(string? url) => Uri.TryCreate(url, UriKind.Absolute, out var address) ? address.AbsolutePath : null;
}
