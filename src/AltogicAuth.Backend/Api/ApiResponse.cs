using System.Text.Json.Nodes;
using AltogicAuth.Backend.Accounts;
using AltogicAuth.Backend.Data;

namespace AltogicAuth.Backend.Api;

/// <summary>Bodies of successful responses.</summary>
internal static class ApiResponse
{
    /// <summary>The bare JSON value, <c>null</c> included.</summary>
    public static IResult Json(JsonNode? json) => Results.Content(json?.ToJsonString() ?? "null", "application/json; charset=utf-8");

    public static IResult User(UserRecord user) => Json(user.Fields);

    public static IResult Grant(SignInResult result) =>
        Json(new JsonObject { ["user"] = result.User.Fields.DeepClone(), ["session"] = result.Session is { } session ? ToJson(session) : null });

    public static IResult Sessions(IEnumerable<SessionRecord> sessions) => Json(new JsonArray([.. sessions.Select(ToJson)]));

    private static JsonObject ToJson(SessionRecord session) => new()
    {
        ["userId"] = session.UserId,
        ["token"] = session.Token,
        ["creationDtm"] = session.CreatedAt,
        ["userAgent"] = session.UserAgent.DeepClone(),
        ["accessGroupKeys"] = new JsonArray(),
        ["lastUsedAt"] = session.LastUsedAt,
        ["clientAddress"] = session.ClientAddress,
    };
}
