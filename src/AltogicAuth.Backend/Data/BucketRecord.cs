using System.Text.Json.Nodes;

namespace AltogicAuth.Backend.Data;

internal sealed record BucketRecord(string Id, string Name, bool IsPublic, JsonObject Fields)
{
    public const string Root = "root";

    public string? UserId => (string?)Fields["userId"];

    public bool IsRoot => Name == Root;
}
