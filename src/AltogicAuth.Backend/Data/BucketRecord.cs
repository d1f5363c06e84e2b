using System.Text.Json.Nodes;

namespace AltogicAuth.Backend.Data;

internal sealed record BucketRecord(string Id, string Name, bool IsPublic, string? UserId, JsonObject Fields)
{
    public const string Root = "root";

    public bool IsRoot => Name == Root;

    public static BucketRecord NewRoot(string id, DateTimeOffset now) => New(id, Root, isPublic: true, tags: [], userId: null, now);

    public static BucketRecord New(string id, string name, bool isPublic, JsonArray tags, string? userId, DateTimeOffset now)
    {
        var fields = new JsonObject
        {
            ["_id"] = id,
            ["name"] = name,
            ["isPublic"] = isPublic,
            ["createdAt"] = Timestamps.Format(now),
            ["updatedAt"] = Timestamps.Format(now),
            ["tags"] = tags,
        };
        if (userId is not null)
        {
            fields["userId"] = userId;
        }

        return new BucketRecord(id, name, isPublic, userId, fields);
    }
}
