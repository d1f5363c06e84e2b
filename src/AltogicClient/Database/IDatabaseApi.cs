using System.Text.Json.Nodes;
using Altogic.Wire;
using Refit;

namespace Altogic;

internal interface IDatabaseApi
{
    [Post("/_api/rest/v1/db/object/get")]
    Task<IApiResponse<Stream>> Get(
        [Header("Session")] string? session, [Body] JsonObject body, CancellationToken cancellationToken,
        [Property(Resilience.IsRead)] bool isRead = true);

    [Post("/_api/rest/v1/db/object/create")]
    Task<IApiResponse<Stream>> Create([Header("Session")] string? session, [Body] JsonObject body);

    [Post("/_api/rest/v1/db/object/update")]
    Task<IApiResponse<Stream>> Update([Header("Session")] string? session, [Body] JsonObject body);

    [Post("/_api/rest/v1/db/object/update-fields")]
    Task<IApiResponse<Stream>> UpdateFields([Header("Session")] string? session, [Body] JsonObject body);

    [Post("/_api/rest/v1/db/object/delete")]
    Task<IApiResponse<Stream>> Delete([Header("Session")] string? session, [Body] JsonObject body);

    [Post("/_api/rest/v1/db/create")]
    Task<IApiResponse<Stream>> CreateMany([Header("Session")] string? session, [Body] JsonObject body);

    [Post("/_api/rest/v1/db/get-list")]
    Task<IApiResponse<Stream>> GetList(
        [Header("Session")] string? session, [Body] JsonObject body, CancellationToken cancellationToken,
        [Property(Resilience.IsRead)] bool isRead = true);

    [Post("/_api/rest/v1/db/get-single")]
    Task<IApiResponse<Stream>> GetSingle(
        [Header("Session")] string? session, [Body] JsonObject body, CancellationToken cancellationToken,
        [Property(Resilience.IsRead)] bool isRead = true);

    [Post("/_api/rest/v1/db/update")]
    Task<IApiResponse<Stream>> UpdateMany([Header("Session")] string? session, [Body] JsonObject body);

    [Post("/_api/rest/v1/db/update-fields")]
    Task<IApiResponse<Stream>> UpdateFieldsOfMany([Header("Session")] string? session, [Body] JsonObject body);

    [Post("/_api/rest/v1/db/delete")]
    Task<IApiResponse<Stream>> DeleteMany([Header("Session")] string? session, [Body] JsonObject body);
}
