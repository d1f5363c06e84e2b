using System.Text.Json.Nodes;
using Altogic.Wire;
using Refit;

namespace Altogic;

internal interface IStorageApi
{
    [Post("/_api/rest/v1/storage/bucket/upload-formdata")]
    Task<IApiResponse<Stream>> Upload(
        [Header("Session")] string? session, string bucket, string fileName, string options, [Body] MultipartFormDataContent body);

    [Post("/_api/rest/v1/storage/bucket/file/replace-formdata")]
    Task<IApiResponse<Stream>> Replace(
        [Header("Session")] string? session, string bucket, string file, string options, [Body] MultipartFormDataContent body);

    [Post("/_api/rest/v1/storage/bucket/list-files")]
    Task<IApiResponse<Stream>> ListFiles(
        [Header("Session")] string? session, [Body] JsonObject body, CancellationToken cancellationToken,
        [Property(Resilience.IsRead)] bool isRead = true);

    [Post("/_api/rest/v1/storage/bucket/file/get")]
    Task<IApiResponse<Stream>> GetFile(
        [Header("Session")] string? session, [Body] JsonObject body, CancellationToken cancellationToken,
        [Property(Resilience.IsRead)] bool isRead = true);

    [Post("/_api/rest/v1/storage/bucket/file/exists")]
    Task<IApiResponse<Stream>> FileExists(
        [Header("Session")] string? session, [Body] JsonObject body, CancellationToken cancellationToken,
        [Property(Resilience.IsRead)] bool isRead = true);

    [Post("/_api/rest/v1/storage/bucket/file/download")]
    Task<IApiResponse<Stream>> Download(
        [Header("Session")] string? session, [Body] JsonObject body, CancellationToken cancellationToken,
        [Property(Resilience.IsRead)] bool isRead = true);

    [Post("/_api/rest/v1/storage/bucket/file/{action}")]
    Task<IApiResponse<Stream>> ChangeFile([Header("Session")] string? session, string action, [Body] JsonObject body);

    [Post("/_api/rest/v1/storage/delete-file")]
    Task<IApiResponse<Stream>> DeleteFile([Header("Session")] string? session, [Body] JsonObject body);
}
