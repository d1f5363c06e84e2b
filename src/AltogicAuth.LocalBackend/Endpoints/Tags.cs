using System.Text.Json.Nodes;

namespace AltogicAuth.LocalBackend.Endpoints;

/// <summary>Free words on buckets and files: one word or a list of them.</summary>
internal static class Tags
{
    public static JsonArray List(JsonNode? tags) => new([.. Words(tags).Select(word => (JsonNode)word)]);

    public static void Add(JsonObject fields, JsonNode? tags) =>
        fields["tags"] = new JsonArray([.. Words(fields["tags"]).Union(Words(tags)).Select(word => (JsonNode)word)]);

    public static void Remove(JsonObject fields, JsonNode? tags) =>
        fields["tags"] = new JsonArray([.. Words(fields["tags"]).Except(Words(tags)).Select(word => (JsonNode)word)]);

    private static IEnumerable<string> Words(JsonNode? tags) => tags switch
    {
        JsonArray list => list.Where(word => word is not null).Select(word => word!.ToString()),
        JsonValue word => [word.ToString()],
        _ => [],
    };
}
