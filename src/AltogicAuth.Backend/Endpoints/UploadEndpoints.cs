using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using AltogicAuth.Backend.Tables;
using AltogicAuth.Backend.Wire;

namespace AltogicAuth.Backend.Endpoints;

/// <summary>New files, and new contents of files.</summary>
internal static class UploadEndpoints
{
    public static void MapUploads(this IEndpointRouteBuilder storage)
    {
        storage.MapPost("/bucket/upload-formdata", UploadAsync);
        storage.MapPost("/bucket/upload-object", UploadAsync);
        storage.MapPost("/bucket/file/replace-formdata", ReplaceAsync);
        storage.MapPost("/bucket/file/replace-object", ReplaceAsync);
    }

    private static async Task<IResult> UploadAsync(
        HttpRequest request, Buckets buckets, Files files, IOptions<BackendOptions> options)
    {
        request.RequireSession();
        var upload = Options(request);
        var name = StorageRules.FileName(request.Query["fileName"], "fileName");
        var tags = Tags.List(upload["tags"]);
        var (content, type) = await request.ReadFileAsync(upload.Text("contentType"), options.Value.MaxFileBytes);
        // Again: a file that comes late is worth nothing when the session has ended meanwhile.
        var userId = request.RequireSession().UserId;
        var bucketName = request.Query["bucket"].ToString();
        if (upload.Flag("createBucket") == true && buckets.Find(bucketName, userId) is null)
        {
            await buckets.TryCreateAsync(StorageRules.BucketName(bucketName, "bucket"), isPublic: true, tags: null, userId);
        }

        var bucket = StorageRules.OpenBucket(buckets, bucketName, userId);
        var file = await files.AddAsync(bucket.Id, name, content, type, upload.Flag("isPublic") ?? bucket.IsPublic, tags, userId);
        return ApiAnswer.Json(file.Fields);
    }

    private static async Task<IResult> ReplaceAsync(
        HttpRequest request, Buckets buckets, Files files, IOptions<BackendOptions> options)
    {
        request.RequireSession();
        var (content, type) = await request.ReadFileAsync(Options(request).Text("contentType"), options.Value.MaxFileBytes);
        var call = new MemberCall(request.RequireSession().UserId, new JsonObject
        {
            ["bucket"] = request.Query["bucket"].ToString(),
            ["file"] = request.Query["file"].ToString(),
        });
        return ApiAnswer.Json((await files.ReplaceAsync(StorageRules.OwnFile(call, buckets, files).Id, content, type)).Fields);
    }

    private static JsonObject Options(HttpRequest request)
    {
        var text = request.Query["options"].ToString();
        SizeLimits.RequireText(text, "options");
        try
        {
            return text.Length == 0 ? [] : ApiJson.Parse(Encoding.UTF8.GetBytes(text)) as JsonObject ?? throw new JsonException();
        }
        catch (JsonException)
        {
            throw ApiFailure.Invalid(("options", null, "The options are not a JSON object."));
        }
    }
}
