using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using AltogicAuth.Backend.Storage;

namespace AltogicAuth.Backend.Api;

/// <summary>New files, and new contents of files: section 4.1 of the contract.</summary>
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
        HttpRequest request, StorageAccess access, Buckets buckets, Files files, IOptions<BackendOptions> options, CancellationToken cancellation)
    {
        await files.RequireSpaceAsync((await request.RequireSessionAsync()).UserId);
        var upload = Options(request);
        var name = StorageNames.File(request.Query["fileName"], "fileName");
        var tags = Tags.List(upload["tags"]);
        await using var received = await UploadedFile.ReceiveAsync(request, upload.Text("contentType"), options.Value.MaxFileBytes);
        // The session may have ended while the file arrived.
        var userId = (await request.RequireSessionAsync()).UserId;
        var bucketName = request.Query["bucket"].ToString();
        if (upload.Flag("createBucket") == true && await buckets.FindAsync(bucketName, userId) is null)
        {
            await buckets.TryCreateAsync(StorageNames.Bucket(bucketName, "bucket"), isPublic: true, tags: null, userId);
        }

        var bucket = await access.OpenBucketAsync(bucketName, userId);
        var file = new NewFile(bucket.Id, name, received.Type, upload.Flag("isPublic") ?? bucket.IsPublic, tags, userId);
        return ApiResponse.Json((await files.AddAsync(file, received.Content, cancellation)).Fields);
    }

    private static async Task<IResult> ReplaceAsync(
        HttpRequest request, StorageAccess access, Files files, IOptions<BackendOptions> options, CancellationToken cancellation)
    {
        await request.RequireSessionAsync();
        await using var received = await UploadedFile.ReceiveAsync(request, Options(request).Text("contentType"), options.Value.MaxFileBytes);
        var userId = (await request.RequireSessionAsync()).UserId;
        var file = await access.OwnFileAsync(request.Query["bucket"].ToString(), request.Query["file"].ToString(), userId);
        return ApiResponse.Json((await files.ReplaceAsync(file, received.Content, received.Type, userId, cancellation)).Fields);
    }

    private static JsonObject Options(HttpRequest request)
    {
        var text = request.Query["options"].ToString();
        FieldRules.RequireText(text, "options");
        try
        {
            var options = text.Length == 0 ? [] : ApiJson.Parse(Encoding.UTF8.GetBytes(text)) as JsonObject ?? throw new JsonException();
            FieldRules.Require(options);
            return options;
        }
        catch (JsonException)
        {
            throw new InvalidFieldException("options", "The options are not a JSON object.");
        }
    }
}
