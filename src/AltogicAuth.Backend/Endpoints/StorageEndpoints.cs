using System.Text.Json.Nodes;
using AltogicAuth.Backend.Tables;
using AltogicAuth.Backend.Wire;

namespace AltogicAuth.Backend.Endpoints;

/// <summary>Storage as a whole: section 4 of Altogic's API. A live session is needed for all.</summary>
internal static class StorageEndpoints
{
    public static void MapStorage(this IEndpointRouteBuilder endpoints)
    {
        var storage = endpoints.MapGroup("/_api/rest/v1/storage");
        storage.MapPost("/create-bucket", CreateAsync);
        storage.MapPost("/list-buckets", (MemberCall call, Buckets buckets) =>
            ApiAnswer.Json(FileLists.Page(call.Body, buckets.VisibleTo(call.UserId).Select(bucket => bucket.Fields))));
        storage.MapPost("/search-files", (MemberCall call, Files files) =>
            ApiAnswer.Json(FileLists.Page(call.Body, files.VisibleTo(call.UserId).Select(file => file.Fields))));
        storage.MapGet("/stats", (HttpRequest request, Buckets buckets, Files files) =>
        {
            var userId = request.RequireSession().UserId;
            var visible = files.VisibleTo(userId);
            return ApiAnswer.Json(new JsonObject
            {
                ["objectsCount"] = visible.Count,
                ["bucketsCount"] = buckets.VisibleTo(userId).Count,
                ["totalStorageSize"] = visible.Sum(file => file.Size),
            });
        });
        storage.MapPost("/delete-file", (MemberCall call, Files files) =>
        {
            var url = call.Text("fileUrl");
            var file = files.FindById(url.Split('/')[^1]);
            if (file is not { IsPublic: true } || PathOf((string?)file.Fields["publicPath"]) != PathOf(url))
            {
                throw Files.Missing();
            }

            StorageRules.RequireOwner(call.UserId, file.UserId);
            return files.DeleteAsync([file]);
        });
        storage.MapBuckets();
        storage.MapFiles();
        storage.MapUploads();
    }

    // Without the host: this backend may have moved to another port since.
    private static string? PathOf(string? url) => Uri.TryCreate(url, UriKind.Absolute, out var address) ? address.AbsolutePath : null;

    private static async Task<IResult> CreateAsync(MemberCall call, Buckets buckets)
    {
        var name = StorageRules.BucketName(call.Body.Text("name"), "name");
        var bucket = await buckets.TryCreateAsync(name, call.Body.Flag("isPublic") ?? true, Tags.List(call.Body["tags"]), call.UserId)
            ?? throw StorageRules.BucketNameTaken("name");
        return ApiAnswer.Json(bucket.Fields);
    }
}
