using System.Text.Json.Nodes;
using AltogicAuth.LocalBackend.Tables;
using AltogicAuth.LocalBackend.Wire;

namespace AltogicAuth.LocalBackend.Endpoints;

/// <summary>Files in buckets.</summary>
internal static class FileEndpoints
{
    public static void MapFiles(this IEndpointRouteBuilder storage)
    {
        storage.MapPost("/bucket/file/exists", async (HttpRequest request, Buckets buckets, Files files) =>
        {
            var body = await request.ReadJsonAsync();
            return ApiAnswer.Json(buckets.Find(body.Text("bucket") ?? "") is { } bucket && files.Find(bucket.Id, body.Text("file") ?? "") is not null);
        });
        storage.MapPost("/bucket/file/get", async (HttpRequest request, Buckets buckets, Files files) =>
            ApiAnswer.Json((await FileAsync(request, buckets, files)).File.Fields));
        storage.MapPost("/bucket/file/download", async (HttpRequest request, Buckets buckets, Files files) =>
        {
            var (file, _) = await FileAsync(request, buckets, files);
            return Results.Bytes(files.Content(file.Id), file.MimeType);
        });
        storage.MapPost("/bucket/file/delete", async (HttpRequest request, Buckets buckets, Files files) =>
            await files.DeleteAsync([(await FileAsync(request, buckets, files, mustOwn: true)).File]));
        storage.MapPost("/bucket/file/duplicate", async (HttpRequest request, Buckets buckets, Files files) =>
        {
            var (file, body) = await FileAsync(request, buckets, files);
            var name = body["duplicateName"] is null ? file.Name : StorageRules.FileName(body.Text("duplicateName"), "duplicateName");
            return ApiAnswer.Json(await CopyAsync(request, files, file, file.BucketId, name));
        });
        storage.MapPost("/bucket/file/copy", async (HttpRequest request, Buckets buckets, Files files) =>
        {
            var (file, body) = await FileAsync(request, buckets, files);
            return ApiAnswer.Json(await CopyAsync(request, files, file, StorageRules.Bucket(buckets, body.Text("bucketNameOrId")).Id, file.Name));
        });
        MapChange(storage, "move", (fields, body, buckets) => fields["bucketId"] = StorageRules.Bucket(buckets, body.Text("bucketNameOrId")).Id);
        MapChange(storage, "rename", (fields, body, _) => fields["fileName"] = StorageRules.FileName(body.Text("newName"), "newName"));
        MapChange(storage, "make-public", (fields, _, _) => fields["isPublic"] = true);
        MapChange(storage, "make-private", (fields, _, _) => fields["isPublic"] = false);
        MapChange(storage, "add-tags", (fields, body, _) => Tags.Add(fields, body["tags"]));
        MapChange(storage, "remove-tags", (fields, body, _) => Tags.Remove(fields, body["tags"]));
        MapChange(storage, "update", (fields, body, _) =>
        {
            fields["fileName"] = StorageRules.FileName(body.Text("newName"), "newName");
            fields["isPublic"] = body.Flag("isPublic") ?? (bool)fields["isPublic"]!;
            fields["tags"] = Tags.List(body["tags"]);
        });
    }

    private static void MapChange(IEndpointRouteBuilder storage, string verb, Action<JsonObject, JsonObject, Buckets> change) =>
        storage.MapPost($"/bucket/file/{verb}", async (HttpRequest request, Buckets buckets, Files files) =>
        {
            var (file, body) = await FileAsync(request, buckets, files, mustOwn: true);
            return ApiAnswer.Json((await files.ChangeAsync(file.Id, fields => change(fields, body, buckets))).Fields);
        });

    private static async Task<(FileRecord File, JsonObject Body)> FileAsync(
        HttpRequest request, Buckets buckets, Files files, bool mustOwn = false)
    {
        var (bucket, body) = await StorageRules.BucketAsync(request, buckets);
        var file = StorageRules.File(request, files, bucket, body.Text("file"));
        if (mustOwn)
        {
            StorageRules.RequireOwner(request, file.UserId);
        }

        return (file, body);
    }

    private static async Task<JsonObject> CopyAsync(HttpRequest request, Files files, FileRecord file, string bucketId, string name) =>
        (await files.AddAsync(bucketId, name, files.Content(file.Id), file.MimeType, file.IsPublic, file.Fields["tags"],
            request.RequireSession().UserId)).Fields;
}
