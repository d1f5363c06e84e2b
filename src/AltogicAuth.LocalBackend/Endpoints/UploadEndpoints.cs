using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using AltogicAuth.LocalBackend.Tables;
using AltogicAuth.LocalBackend.Wire;

namespace AltogicAuth.LocalBackend.Endpoints;

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
        HttpRequest request, Buckets buckets, Files files, IOptions<LocalBackendOptions> options)
    {
        var userId = request.RequireSession().UserId;
        var wishes = Wishes(request);
        var name = StorageRules.FileName(request.Query["fileName"], "fileName");
        var (content, type) = await request.ReadFileAsync(wishes.Text("contentType"), options.Value.MaxFileBytes);
        var bucketName = request.Query["bucket"].ToString();
        if (wishes.Flag("createBucket") == true && buckets.Find(bucketName) is null)
        {
            await buckets.TryCreateAsync(StorageRules.BucketName(bucketName, "bucket"), isPublic: true, tags: null, userId);
        }

        var bucket = StorageRules.Bucket(buckets, bucketName);
        var file = await files.AddAsync(
            bucket.Id, name, content, type, wishes.Flag("isPublic") ?? bucket.IsPublic, Tags.List(wishes["tags"]), userId);
        return ApiAnswer.Json(file.Fields);
    }

    private static async Task<IResult> ReplaceAsync(
        HttpRequest request, Buckets buckets, Files files, IOptions<LocalBackendOptions> options)
    {
        var file = StorageRules.File(request, files, StorageRules.Bucket(buckets, request.Query["bucket"]), request.Query["file"]);
        StorageRules.RequireOwner(request, file.UserId);
        var (content, type) = await request.ReadFileAsync(Wishes(request).Text("contentType"), options.Value.MaxFileBytes);
        return ApiAnswer.Json((await files.ReplaceAsync(file.Id, content, type)).Fields);
    }

    private static JsonObject Wishes(HttpRequest request)
    {
        var options = request.Query["options"].ToString();
        try
        {
            return options.Length == 0 ? [] : ApiJson.Parse(Encoding.UTF8.GetBytes(options)) as JsonObject ?? throw new JsonException();
        }
        catch (JsonException)
        {
            throw ApiFailure.Invalid(("options", null, "The options are not a JSON object."));
        }
    }
}
