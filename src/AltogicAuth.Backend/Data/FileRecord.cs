using System.Text.Json.Nodes;

namespace AltogicAuth.Backend.Data;

internal sealed record FileRecord(string Id, string BucketId, string Name, string? UserId, bool IsPublic, string ContentId, JsonObject Fields)
{
    public string MimeType => (string?)Fields["mimeType"] ?? "application/octet-stream";

    public long Size => (long)Fields["size"]!;

    public DateTimeOffset UpdatedAt => Timestamps.Parse((string)Fields["updatedAt"]!);
}
