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
}
