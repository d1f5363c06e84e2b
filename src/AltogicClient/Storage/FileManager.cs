using System.Text.Json.Nodes;
using Altogic.Wire;

namespace Altogic;

/// <summary>One file.</summary>
public sealed class FileManager
{
    private readonly IStorageApi _api;
    private readonly ResponseMapper _responses;
    private readonly string _bucket;
    private readonly string _file;

    internal FileManager(IStorageApi api, ResponseMapper responses, string bucket, string file)
    {
        _api = api;
        _responses = responses;
        _bucket = bucket;
        _file = file;
    }

    /// <summary>Reads what is known about the file. <c>POST storage/bucket/file/get</c>.</summary>
    /// <remarks>JavaScript: <c>storage.bucket(name).file(name).get()</c>.</remarks>
    /// <exception cref="AltogicSessionException">The session is over.</exception>
    /// <exception cref="AltogicUnavailableException">Altogic could not be reached or understood.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public Task<AltogicResult<AltogicFile?>> GetAsync(SessionToken? session, CancellationToken cancellationToken = default) =>
        _responses.MapValueOrNullAsync(_api.GetFile(session?.Value, Body(), cancellationToken), AltogicJson.Default.AltogicFile);

    /// <summary>Whether there is such a file. <c>POST storage/bucket/file/exists</c>.</summary>
    /// <remarks>JavaScript: <c>storage.bucket(name).file(name).exists()</c>.</remarks>
    /// <exception cref="AltogicSessionException">The session is over.</exception>
    /// <exception cref="AltogicUnavailableException">Altogic could not be reached or understood.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public Task<AltogicResult<bool>> ExistsAsync(SessionToken? session, CancellationToken cancellationToken = default) =>
        _responses.MapValueOrNullAsync(_api.FileExists(session?.Value, Body(), cancellationToken), AltogicJson.Default.Boolean);

    /// <summary>Reads the file's content. <c>POST storage/bucket/file/download</c>.</summary>
    /// <remarks>JavaScript: <c>storage.bucket(name).file(name).download()</c>.</remarks>
    /// <exception cref="AltogicSessionException">The session is over.</exception>
    /// <exception cref="AltogicUnavailableException">Altogic could not be reached or understood.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public Task<AltogicResult<byte[]>> DownloadAsync(SessionToken? session, CancellationToken cancellationToken = default) =>
        _responses.MapBytesAsync(_api.Download(session?.Value, Body(), cancellationToken));

    /// <summary>Replaces the content; name and id stay. <c>POST storage/bucket/file/replace-formdata</c>.</summary>
    /// <remarks>JavaScript: <c>storage.bucket(name).file(name).replace</c>.</remarks>
    /// <exception cref="AltogicSessionException">The session is over.</exception>
    /// <exception cref="AltogicUnavailableException">Altogic could not be reached or understood.</exception>
    public Task<AltogicResult<AltogicFile>> ReplaceAsync(SessionToken? session, ReadOnlyMemory<byte> content, string contentType) =>
        _responses.MapValueAsync(
            _api.Replace(session?.Value, _bucket, _file, BucketManager.UploadOptionsJson(contentType, null),
                BucketManager.FormData(content, contentType)),
            AltogicJson.Default.AltogicFile);

    /// <summary>Makes the file readable for anyone. <c>POST storage/bucket/file/make-public</c>.</summary>
    /// <remarks>JavaScript: <c>storage.bucket(name).file(name).makePublic()</c>.</remarks>
    /// <exception cref="AltogicSessionException">The session is over.</exception>
    /// <exception cref="AltogicUnavailableException">Altogic could not be reached or understood.</exception>
    public Task<AltogicResult<AltogicFile>> MakePublicAsync(SessionToken? session) =>
        _responses.MapValueAsync(_api.ChangeFile(session?.Value, "make-public", Body()), AltogicJson.Default.AltogicFile);

    /// <summary>Makes the file readable with a session only. <c>POST storage/bucket/file/make-private</c>.</summary>
    /// <remarks>JavaScript: <c>storage.bucket(name).file(name).makePrivate()</c>.</remarks>
    /// <exception cref="AltogicSessionException">The session is over.</exception>
    /// <exception cref="AltogicUnavailableException">Altogic could not be reached or understood.</exception>
    public Task<AltogicResult<AltogicFile>> MakePrivateAsync(SessionToken? session) =>
        _responses.MapValueAsync(_api.ChangeFile(session?.Value, "make-private", Body()), AltogicJson.Default.AltogicFile);

    /// <summary>Deletes the file. <c>POST storage/bucket/file/delete</c>.</summary>
    /// <remarks>JavaScript: <c>storage.bucket(name).file(name).delete()</c>.</remarks>
    /// <exception cref="AltogicSessionException">The session is over.</exception>
    /// <exception cref="AltogicUnavailableException">Altogic could not be reached or understood.</exception>
    public Task<AltogicResult> DeleteAsync(SessionToken? session) =>
        _responses.MapAsync(_api.ChangeFile(session?.Value, "delete", Body()));

    private JsonObject Body() => new() { ["file"] = _file, ["bucket"] = _bucket };
}
