using System.Text.Json.Nodes;
using AltogicAuth.LocalBackend.Tables;
using AltogicAuth.LocalBackend.Wire;
using Microsoft.AspNetCore.Http.Features;

namespace AltogicAuth.LocalBackend.Endpoints;

/// <summary>New files, and new contents of files.</summary>
internal static class UploadEndpoints
{
    private const int FormOverhead = 64 * 1024;

    public static void MapUploads(this IEndpointRouteBuilder storage)
    {
        storage.MapPost("/bucket/upload-formdata", UploadAsync);
        storage.MapPost("/bucket/upload-object", UploadAsync);
        storage.MapPost("/bucket/file/replace-formdata", ReplaceAsync);
        storage.MapPost("/bucket/file/replace-object", ReplaceAsync);
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

        bucket ??= StorageRules.Bucket(buckets, bucketName);
        var (content, type) = await ContentAsync(request, wishes, options.Value.MaxFileBytes);
        var file = await files.AddAsync(
            bucket.Id, name, content, type, wishes.Flag("isPublic") ?? bucket.IsPublic, Tags.List(wishes["tags"]), userId);
        return ApiAnswer.Json(file.Fields);
    }

    private static async Task<IResult> ReplaceAsync(
        HttpRequest request, Buckets buckets, Files files, IOptions<LocalBackendOptions> options)
    {
        var file = StorageRules.File(request, files, StorageRules.Bucket(buckets, request.Query["bucket"]), request.Query["file"]);
        StorageRules.RequireOwner(request, file.UserId);
        var (content, type) = await ContentAsync(request, Wishes(request), options.Value.MaxFileBytes);
        return ApiAnswer.Json((await files.ReplaceAsync(file.Id, content, type)).Fields);
    }

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
