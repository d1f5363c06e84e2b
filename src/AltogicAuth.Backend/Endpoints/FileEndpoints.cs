using System.Text.Json.Nodes;
using AltogicAuth.Backend.Tables;
using AltogicAuth.Backend.Wire;

namespace AltogicAuth.Backend.Endpoints;

/// <summary>Files in buckets.</summary>
internal static class FileEndpoints
{
    public static void MapFiles(this IEndpointRouteBuilder storage)
    {
        storage.MapPost("/bucket/file/exists", (MemberCall call, Buckets buckets, Files files) => ApiAnswer.Json(
            buckets.Find(call.Text("bucket"), call.UserId) is { } bucket && files.Find(bucket.Id, call.Text("file"), call.UserId) is not null));
        storage.MapPost("/bucket/file/get", (MemberCall call, Buckets buckets, Files files) =>
            ApiAnswer.Json(StorageRules.File(call, buckets, files).Fields));
        storage.MapPost("/bucket/file/download", (MemberCall call, Buckets buckets, Files files) =>
        {
            var file = StorageRules.File(call, buckets, files);
            return Results.Bytes(files.Content(file.Id), file.MimeType);
        });
        storage.MapPost("/bucket/file/delete", (MemberCall call, Buckets buckets, Files files) =>
            files.DeleteAsync([StorageRules.OwnFile(call, buckets, files)]));
        storage.MapPost("/bucket/file/duplicate", (MemberCall call, Buckets buckets, Files files) =>
        {
            var file = StorageRules.File(call, buckets, files);
            var name = call.Body["duplicateName"] is null ? file.Name : StorageRules.FileName(call.Body.Text("duplicateName"), "duplicateName");
            return CopyAsync(call, files, file, StorageRules.OpenBucket(buckets, file.BucketId, call.UserId), name);
        });
        storage.MapPost("/bucket/file/copy", (MemberCall call, Buckets buckets, Files files) =>
        {
            var file = StorageRules.File(call, buckets, files);
            return CopyAsync(call, files, file, Target(call, buckets), file.Name);
        });
        storage.MapPost("/bucket/file/move", (MemberCall call, Buckets buckets, Files files) =>
        {
            var file = StorageRules.OwnFile(call, buckets, files);
            var target = Target(call, buckets);
            return ChangeAsync(files, file, fields => fields["bucketId"] = target.Id);
        });
        MapChange(storage, "rename", (fields, body) => fields["fileName"] = StorageRules.FileName(body.Text("newName"), "newName"));
        MapChange(storage, "make-public", (fields, _) => fields["isPublic"] = true);
        MapChange(storage, "make-private", (fields, _) => fields["isPublic"] = false);
        MapChange(storage, "add-tags", (fields, body) => Tags.Add(fields, body["tags"]));
        MapChange(storage, "remove-tags", (fields, body) => Tags.Remove(fields, body["tags"]));
        MapChange(storage, "update", (fields, body) =>
        {
            fields["fileName"] = StorageRules.FileName(body.Text("newName"), "newName");
            fields["isPublic"] = body.Flag("isPublic") ?? (bool)fields["isPublic"]!;
            fields["tags"] = Tags.List(body["tags"]);
        });
    }

    private static void MapChange(IEndpointRouteBuilder storage, string verb, Action<JsonObject, JsonObject> change) =>
        storage.MapPost($"/bucket/file/{verb}", (MemberCall call, Buckets buckets, Files files) =>
            ChangeAsync(files, StorageRules.OwnFile(call, buckets, files), fields => change(fields, call.Body)));

    private static BucketRecord Target(MemberCall call, Buckets buckets) =>
        StorageRules.OpenBucket(buckets, call.Text("bucketNameOrId"), call.UserId);

    private static async Task<IResult> ChangeAsync(Files files, FileRecord file, Action<JsonObject> change) =>
        ApiAnswer.Json((await files.ChangeAsync(file.Id, change)).Fields);

    private static async Task<IResult> CopyAsync(MemberCall call, Files files, FileRecord file, BucketRecord target, string name) =>
        ApiAnswer.Json((await files.AddAsync(
            target.Id, name, files.Content(file.Id), file.MimeType, file.IsPublic, file.Fields["tags"], call.UserId)).Fields);
}
