using System.Text.Json.Nodes;

namespace AltogicAuth.Backend.Tables;

internal sealed record BucketRecord(string Id, string Name, bool IsPublic, JsonObject Fields)
{
    public string? UserId => (string?)Fields["userId"];

    public bool IsRoot => Name == Buckets.Root;
}
