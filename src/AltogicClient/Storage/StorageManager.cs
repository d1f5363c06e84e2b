using System.Text.Json.Nodes;
using Altogic.Wire;

namespace Altogic;

/// <summary>Buckets and files.</summary>
public sealed class StorageManager
{
    private readonly IStorageApi _api;
    private readonly ResponseMapper _responses;

    internal StorageManager(IStorageApi api, ResponseMapper responses)
    {
        _api = api;
        _responses = responses;
    }

    /// <summary>A bucket, by name or id; <c>root</c> always exists. It makes no request.</summary>
    /// <remarks>JavaScript: <c>storage.bucket</c>.</remarks>
    public BucketManager Bucket(string nameOrId) => new(_api, _responses, nameOrId);

    /// <summary>Deletes a file by its public address. <c>POST storage/delete-file</c>.</summary>
    /// <remarks>JavaScript: <c>storage.deleteFile</c>.</remarks>
    /// <exception cref="AltogicSessionException">The session is over.</exception>
    /// <exception cref="AltogicUnavailableException">Altogic could not be reached or understood.</exception>
    public Task<AltogicResult> DeleteFileAsync(SessionToken? session, string fileUrl) =>
        _responses.MapAsync(_api.DeleteFile(session?.Value, new JsonObject { ["fileUrl"] = fileUrl }));
}
