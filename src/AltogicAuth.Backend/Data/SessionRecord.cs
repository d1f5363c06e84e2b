using System.Text.Json.Nodes;

namespace AltogicAuth.Backend.Data;

internal sealed record SessionRecord(string Token, string UserId, string CreatedAt, JsonObject UserAgent)
{
    public override string ToString() => $"Session of {UserId}";
}
