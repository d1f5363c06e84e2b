using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Altogic.Wire;

namespace Altogic;

/// <summary>One bucket.</summary>
public sealed class BucketManager
{
    private readonly IStorageApi _api;
    private readonly ResponseMapper _responses;
    private readonly string _bucket;

    internal BucketManager(IStorageApi api, ResponseMapper responses, string bucket)
    {
        _api = api;
        _responses = responses;
        _bucket = bucket;
    }

    /// <summary>A file, by name or id. It makes no request.</summary>
    /// <remarks>JavaScript: <c>storage.bucket(name).file</c>.</remarks>
    public FileManager File(string nameOrId) => new(_api, _responses, _bucket, nameOrId);

    /// <summary>Stores a file under a name of its own. <c>POST storage/bucket/upload-formdata</c>.</summary>
    /// <remarks>JavaScript: <c>storage.bucket(name).upload</c>.</remarks>
    /// <exception cref="AltogicSessionException">The session is over.</exception>
    /// <exception cref="AltogicUnavailableException">Altogic could not be reached or understood.</exception>
    public Task<AltogicResult<AltogicFile>> UploadAsync(
        SessionToken? session, string fileName, ReadOnlyMemory<byte> content, string contentType, FileUploadOptions? options = null) =>
        _responses.MapValueAsync(
            _api.Upload(session?.Value, _bucket, fileName, UploadOptionsJson(contentType, options), FormData(content, contentType)),
            AltogicJson.Default.AltogicFile);

    /// <summary>Lists files. <c>POST storage/bucket/list-files</c>.</summary>
    /// <remarks>JavaScript: <c>storage.bucket(name).listFiles</c>.</remarks>
    /// <exception cref="AltogicSessionException">The session is over.</exception>
    /// <exception cref="AltogicUnavailableException">Altogic could not be reached or understood.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public Task<AltogicResult<IReadOnlyList<AltogicFile>>> ListFilesAsync(
        SessionToken? session, FileListOptions? options = null, CancellationToken cancellationToken = default) =>
        _responses.MapListAsync(
            _api.ListFiles(session?.Value, ListBody(options ?? new FileListOptions()), cancellationToken),
            AltogicJson.Default.AltogicFileArray);

    // The name in the query counts. The part bears that of the JavaScript client: a header cannot hold every file's name.
    internal static MultipartFormDataContent FormData(ReadOnlyMemory<byte> content, string contentType)
    {
        var part = new ReadOnlyMemoryContent(content);
        part.Headers.ContentType = MediaTypeHeaderValue.Parse(contentType);
        part.Headers.ContentDisposition = new ContentDispositionHeaderValue("form-data") { Name = "\"file\"", FileName = "\"blob\"" };
        return new MultipartFormDataContent { part };
    }

    internal static string UploadOptionsJson(string contentType, FileUploadOptions? options)
    {
        var json = new JsonObject { ["contentType"] = contentType, ["createBucket"] = options?.CreateBucket ?? false };
        if (options?.IsPublic is { } isPublic)
        {
            json["isPublic"] = isPublic;
        }

        if (options?.Tags is { } tags)
        {
            json["tags"] = new JsonArray([.. tags.Select(tag => JsonValue.Create(tag))]);
        }

        return json.ToJsonString();
    }

    private JsonObject ListBody(FileListOptions list)
    {
        var options = new JsonObject { ["returnCountInfo"] = false };
        if (list.Page is { } page)
        {
            options["page"] = page;
        }

        if (list.Limit is { } limit)
        {
            options["limit"] = limit;
        }

        if (list.SortField is { } field)
        {
            options["sort"] = new JsonObject { ["field"] = field, ["direction"] = list.Descending ? "desc" : "asc" };
        }

        return new JsonObject { ["expression"] = list.Expression, ["options"] = options, ["bucket"] = _bucket };
    }
}
