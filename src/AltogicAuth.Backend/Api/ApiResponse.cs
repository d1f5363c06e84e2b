using System.Text.Json.Nodes;
using AltogicAuth.Backend.Accounts;
using AltogicAuth.Backend.Data;

namespace AltogicAuth.Backend.Api;

/// <summary>Bodies of successful responses.</summary>
internal static class ApiResponse
{
    /// <summary>The bare JSON value, <c>null</c> included.</summary>
    public static IResult Json(JsonNode? json) => Results.Content(json?.ToJsonString() ?? "null", "application/json; charset=utf-8");

    public static IResult User(UserRecord user) => Json(user.ToJson());

    public static IResult Grant(SignInResult result) =>
        Json(new JsonObject { ["user"] = result.User.ToJson(), ["session"] = result.Session is { } session ? ToJson(session) : null });

    public static IResult Sessions(IEnumerable<Session> sessions) => Json(new JsonArray([.. sessions.Select(ToJson)]));

    private static JsonObject ToJson(Session session) => new()
    {
        ["userId"] = session.Record.UserId,
        ["token"] = session.Token,
        ["creationDtm"] = Timestamps.Format(session.Record.CreatedAt),
        ["userAgent"] = session.Record.UserAgent.DeepClone(),
        ["accessGroupKeys"] = new JsonArray(),
        ["lastUsedAt"] = Timestamps.Format(session.Record.LastUsedAt),
        ["clientAddress"] = session.Record.ClientAddress,
    };
}
