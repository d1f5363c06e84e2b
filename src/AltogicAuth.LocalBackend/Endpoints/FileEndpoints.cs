using System.Text.Json.Nodes;
using AltogicAuth.LocalBackend.Tables;
using AltogicAuth.LocalBackend.Wire;
using Microsoft.AspNetCore.Http.Features;
using static AltogicAuth.LocalBackend.Endpoints.StorageEndpoints;

namespace AltogicAuth.LocalBackend.Endpoints;

/// <summary>Files in buckets.</summary>
internal static class FileEndpoints
{
    private const int FormOverhead = 64 * 1024;

    public static void MapFiles(this IEndpointRouteBuilder storage)
    {
        storage.MapPost("/bucket/upload-formdata", UploadAsync);
        storage.MapPost("/bucket/upload-object", UploadAsync);
        storage.MapPost("/bucket/file/replace-formdata", ReplaceAsync);
        storage.MapPost("/bucket/file/replace-object", ReplaceAsync);
        storage.MapPost("/bucket/file/exists", async (HttpRequest request, Buckets buckets, Files files) =>
        {
            var body = await request.ReadJsonAsync();
            return Json(buckets.Find(body.Text("bucket") ?? "") is { } bucket && files.Find(bucket.Id, body.Text("file") ?? "") is not null);
        });
        storage.MapPost("/bucket/file/get", async (HttpRequest request, Buckets buckets, Files files) =>
            Json((await FileAsync(request, buckets, files)).File.Fields));
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
            return Json(await CopyAsync(request, files, file, file.BucketId, body.Text("duplicateName")));
        });
        storage.MapPost("/bucket/file/copy", async (HttpRequest request, Buckets buckets, Files files) =>
        {
            var (file, body) = await FileAsync(request, buckets, files);
            return Json(await CopyAsync(request, files, file, Bucket(buckets, body.Text("bucketNameOrId")).Id, null));
        });
        MapChange(storage, "move", (fields, body, buckets) => fields["bucketId"] = Bucket(buckets, body.Text("bucketNameOrId")).Id);
        MapChange(storage, "rename", (fields, body, _) => fields["fileName"] = NewName(body));
        MapChange(storage, "make-public", (fields, _, _) => fields["isPublic"] = true);
        MapChange(storage, "make-private", (fields, _, _) => fields["isPublic"] = false);
        MapChange(storage, "add-tags", (fields, body, _) => Tags.Add(fields, body["tags"]));
        MapChange(storage, "remove-tags", (fields, body, _) => Tags.Remove(fields, body["tags"]));
        MapChange(storage, "update", (fields, body, _) =>
        {
            fields["fileName"] = NewName(body);
            fields["isPublic"] = body.Flag("isPublic") ?? (bool)fields["isPublic"]!;
            fields["tags"] = Tags.List(body["tags"]);
        });
    }

    private static async Task<IResult> UploadAsync(
        HttpRequest request, Buckets buckets, Files files, IOptions<LocalBackendOptions> options)
    {
        var userId = request.RequireSession().UserId;
        var wishes = Wishes(request);
        var name = request.Query["fileName"].ToString() is { Length: > 0 and <= 255 } given
            ? given
            : throw ApiFailure.Invalid(("fileName", null, "A file has a name of 1 to 255 characters."));
        var bucketName = request.Query["bucket"].ToString();
        var bucket = buckets.Find(bucketName);
        if (bucket is null && wishes.Flag("createBucket") == true)
        {
            bucket = await buckets.TryCreateAsync(bucketName, isPublic: true, tags: null, userId);
        }

        bucket ??= Bucket(buckets, bucketName);
        var (content, type) = await ContentAsync(request, wishes, options.Value.MaxFileBytes);
        var file = await files.AddAsync(
            bucket.Id, name, content, type, wishes.Flag("isPublic") ?? bucket.IsPublic, Tags.List(wishes["tags"]), userId);
        return Json(file.Fields);
    }

    private static async Task<IResult> ReplaceAsync(
        HttpRequest request, Buckets buckets, Files files, IOptions<LocalBackendOptions> options)
    {
        var file = Find(request, files, Bucket(buckets, request.Query["bucket"]), request.Query["file"]);
        RequireOwner(request, file.UserId);
        var (content, type) = await ContentAsync(request, Wishes(request), options.Value.MaxFileBytes);
        return Json((await files.ReplaceAsync(file, content, type)).Fields);
    }

    private static void MapChange(IEndpointRouteBuilder storage, string verb, Action<JsonObject, JsonObject, Buckets> change) =>
        storage.MapPost($"/bucket/file/{verb}", async (HttpRequest request, Buckets buckets, Files files) =>
        {
            var (file, body) = await FileAsync(request, buckets, files, mustOwn: true);
            return Json((await files.ChangeAsync(file, fields => change(fields, body, buckets))).Fields);
        });

    private static async Task<(FileRecord File, JsonObject Body)> FileAsync(
        HttpRequest request, Buckets buckets, Files files, bool mustOwn = false)
    {
        var (bucket, body) = await BucketAsync(request, buckets);
        var file = Find(request, files, bucket, body.Text("file"));
        if (mustOwn)
        {
            RequireOwner(request, file.UserId);
        }

        return (file, body);
    }

    private static FileRecord Find(HttpRequest request, Files files, BucketRecord bucket, string? nameOrId)
    {
        var file = files.Find(bucket.Id, nameOrId ?? "");
        return file is not null && Visible(request)(file)
            ? file
            : throw ApiFailure.NotFound("invalid_file_identifier", "There is no such file.");
    }

    private static async Task<JsonObject> CopyAsync(HttpRequest request, Files files, FileRecord file, string bucketId, string? name) =>
        (await files.AddAsync(bucketId, name ?? file.Name, files.Content(file.Id), file.MimeType, file.IsPublic, file.Fields["tags"],
            request.RequireSession().UserId)).Fields;

    private static JsonObject Wishes(HttpRequest request)
    {
        try
        {
            return JsonNode.Parse(request.Query["options"].ToString() is { Length: > 0 } json ? json : "{}") as JsonObject ?? [];
        }
        catch (System.Text.Json.JsonException)
        {
            throw ApiFailure.Invalid(("options", null, "The options are not JSON."));
        }
    }

    // A form brings a file part; any other body is JSON whose text, or which itself, becomes the file.
    private static async Task<(byte[] Content, string Type)> ContentAsync(HttpRequest request, JsonObject wishes, int maxBytes)
    {
        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = maxBytes + FormOverhead;
        }

        if (request.ContentLength > maxBytes + FormOverhead)
        {
            throw TooLarge();
        }

        if (!request.HasFormContentType)
        {
            return await TextAsync(request, wishes);
        }

        var form = await request.ReadFormAsync(new FormOptions { MultipartBodyLengthLimit = maxBytes + FormOverhead });
        if (form.Files is not [var part, ..])
        {
            throw ApiFailure.Invalid(("file", null, "There is no file in the form."));
        }

        if (part.Length > maxBytes)
        {
            throw TooLarge();
        }

        using var buffer = new MemoryStream();
        await part.CopyToAsync(buffer);
        return (buffer.ToArray(), part.ContentType is { Length: > 0 } type ? type : "application/octet-stream");
    }

    private static async Task<(byte[] Content, string Type)> TextAsync(HttpRequest request, JsonObject wishes)
    {
        if (request.ContentType?.StartsWith("application/json", StringComparison.OrdinalIgnoreCase) != true)
        {
            throw new ApiFailure(415, "unsupported_media_type", "A file comes as a form or as JSON.");
        }

        using var reader = new StreamReader(request.Body);
        var raw = await reader.ReadToEndAsync();
        var text = raw.StartsWith('"') && JsonNode.Parse(raw) is JsonValue value && value.TryGetValue<string>(out var inner) ? inner : raw;
        return (System.Text.Encoding.UTF8.GetBytes(text), wishes.Text("contentType") ?? "text/plain;charset=UTF-8");
    }

    private static ApiFailure TooLarge() => new(400, "request_body_size_too_large", "The file is too large.");
}
