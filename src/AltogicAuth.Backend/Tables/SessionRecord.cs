using System.Text.Json.Nodes;

namespace AltogicAuth.Backend.Tables;

internal sealed record SessionRecord(string Token, string UserId, string CreatedAt, JsonObject UserAgent)
{
    public JsonObject ToJson() => new()
    {
        ["userId"] = UserId,
        ["token"] = Token,
        ["creationDtm"] = CreatedAt,
        ["userAgent"] = UserAgent.DeepClone(),
        ["accessGroupKeys"] = new JsonArray(),
    };

    public override string ToString() => $"Session of {UserId}";
}
