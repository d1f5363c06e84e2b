using System.Text.Json.Nodes;
using Altogic.Wire;
using Refit;

namespace Altogic;

internal interface IDatabaseApi
{
    [Post("/_api/rest/v1/db/object/get")]
    Task<IApiResponse<string>> Get(
        [Header("Session")] string? session, [Body] JsonObject body, CancellationToken cancellation,
        [Property(Resilience.IsRead)] bool isRead = true);

    [Post("/_api/rest/v1/db/object/create")]
    Task<IApiResponse<string>> Create([Header("Session")] string? session, [Body] JsonObject body);

    [Post("/_api/rest/v1/db/object/update")]
    Task<IApiResponse<string>> Update([Header("Session")] string? session, [Body] JsonObject body);

    [Post("/_api/rest/v1/db/object/update-fields")]
    Task<IApiResponse<string>> UpdateFields([Header("Session")] string? session, [Body] JsonObject body);

    [Post("/_api/rest/v1/db/object/delete")]
    Task<IApiResponse<string>> Delete([Header("Session")] string? session, [Body] JsonObject body);
}
