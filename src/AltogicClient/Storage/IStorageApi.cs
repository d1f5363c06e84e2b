using System.Text.Json.Nodes;
using Altogic.Wire;
using Refit;

namespace Altogic;

internal interface IStorageApi
{
    [Post("/_api/rest/v1/storage/bucket/upload-formdata")]
    Task<IApiResponse<string>> Upload(
        [Header("Session")] string? session, string bucket, string fileName, string options, [Body] MultipartFormDataContent body);

    [Post("/_api/rest/v1/storage/bucket/file/replace-formdata")]
    Task<IApiResponse<string>> Replace(
        [Header("Session")] string? session, string bucket, string file, string options, [Body] MultipartFormDataContent body);

    [Post("/_api/rest/v1/storage/bucket/list-files")]
    Task<IApiResponse<string>> ListFiles(
        [Header("Session")] string? session, [Body] JsonObject body, CancellationToken cancellation,
        [Property(Resilience.IsRead)] bool isRead = true);

    [Post("/_api/rest/v1/storage/bucket/file/get")]
    Task<IApiResponse<string>> GetFile(
        [Header("Session")] string? session, [Body] JsonObject body, CancellationToken cancellation,
        [Property(Resilience.IsRead)] bool isRead = true);

    [Post("/_api/rest/v1/storage/bucket/file/exists")]
    Task<IApiResponse<string>> FileExists(
        [Header("Session")] string? session, [Body] JsonObject body, CancellationToken cancellation,
        [Property(Resilience.IsRead)] bool isRead = true);

    [Post("/_api/rest/v1/storage/bucket/file/download")]
    Task<IApiResponse<Stream>> Download(
        [Header("Session")] string? session, [Body] JsonObject body, CancellationToken cancellation,
        [Property(Resilience.IsRead)] bool isRead = true);

    [Post("/_api/rest/v1/storage/bucket/file/{action}")]
    Task<IApiResponse<string>> ChangeFile([Header("Session")] string? session, string action, [Body] JsonObject body);

    [Post("/_api/rest/v1/storage/delete-file")]
    Task<IApiResponse<string>> DeleteFile([Header("Session")] string? session, [Body] JsonObject body);
}
