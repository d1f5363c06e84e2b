using System.Text.Json.Nodes;
using AltogicAuth.Backend.Data;
using AltogicAuth.Backend.Storage;

namespace AltogicAuth.Backend.Api;

/// <summary>Files in buckets: section 4.2 of the contract.</summary>
internal static class FileEndpoints
{
    public static void MapFiles(this IEndpointRouteBuilder storage)
    {
        storage.MapPost("/bucket/file/exists", async (SessionCall call, Buckets buckets, Files files) => ApiResponse.Json(
            await buckets.FindAsync(call.Text("bucket"), call.UserId) is { } bucket &&
            await files.FindAsync(bucket.Id, call.Text("file"), call.UserId) is not null));
        storage.MapPost("/bucket/file/get", async (SessionCall call, StorageAccess access) => ApiResponse.Json((await FileAsync(call, access)).Fields));
        storage.MapPost("/bucket/file/download", async (SessionCall call, StorageAccess access, Files files) =>
        {
            var file = await FileAsync(call, access);
            return Results.Stream(files.Open(file), file.MimeType);
        });
        storage.MapPost("/bucket/file/delete", async (SessionCall call, StorageAccess access, Files files) =>
            await files.DeleteAsync(await OwnFileAsync(call, access)));
        storage.MapPost("/bucket/file/duplicate", async (SessionCall call, StorageAccess access, Files files, CancellationToken cancellation) =>
        {
            var file = await FileAsync(call, access);
            var name = call.Body["duplicateName"] is null ? file.Name : StorageNames.File(call.Body.Text("duplicateName"), "duplicateName");
            var target = await access.OpenBucketAsync(file.BucketId, call.UserId);
            return ApiResponse.Json((await files.CopyAsync(file, target.Id, name, call.UserId, cancellation)).Fields);
        });
        storage.MapPost("/bucket/file/copy", async (SessionCall call, StorageAccess access, Files files, CancellationToken cancellation) =>
        {
            var file = await FileAsync(call, access);
            var target = await TargetAsync(call, access);
            return ApiResponse.Json((await files.CopyAsync(file, target.Id, file.Name, call.UserId, cancellation)).Fields);
        });
        storage.MapPost("/bucket/file/move", async (SessionCall call, StorageAccess access, Files files) =>
        {
            var file = await OwnFileAsync(call, access);
            var target = await TargetAsync(call, access);
            return ApiResponse.Json((await files.ChangeAsync(file.Id, fields => fields["bucketId"] = target.Id)).Fields);
        });
        MapChange(storage, "rename", (fields, body) => fields["fileName"] = StorageNames.File(body.Text("newName"), "newName"));
        MapChange(storage, "make-public", (fields, _) => fields["isPublic"] = true);
        MapChange(storage, "make-private", (fields, _) => fields["isPublic"] = false);
        MapChange(storage, "add-tags", (fields, body) => Tags.Add(fields, body["tags"]));
        MapChange(storage, "remove-tags", (fields, body) => Tags.Remove(fields, body["tags"]));
        MapChange(storage, "update", (fields, body) =>
        {
            fields["fileName"] = StorageNames.File(body.Text("newName"), "newName");
            fields["isPublic"] = body.Flag("isPublic") ?? (bool)fields["isPublic"]!;
            fields["tags"] = Tags.List(body["tags"]);
        });
    }

    private static void MapChange(IEndpointRouteBuilder storage, string name, Action<JsonObject, JsonObject> change) =>
        storage.MapPost($"/bucket/file/{name}", async (SessionCall call, StorageAccess access, Files files) =>
            ApiResponse.Json((await files.ChangeAsync((await OwnFileAsync(call, access)).Id, fields => change(fields, call.Body))).Fields));

    private static Task<FileRecord> FileAsync(SessionCall call, StorageAccess access) =>
        access.FileAsync(call.Text("bucket"), call.Text("file"), call.UserId);

    private static Task<FileRecord> OwnFileAsync(SessionCall call, StorageAccess access) =>
        access.OwnFileAsync(call.Text("bucket"), call.Text("file"), call.UserId);

    private static Task<BucketRecord> TargetAsync(SessionCall call, StorageAccess access) =>
        access.OpenBucketAsync(call.Text("bucketNameOrId"), call.UserId);
}
