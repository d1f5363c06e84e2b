using System.Text.Json.Nodes;
using AltogicAuth.Backend.Wire;

namespace AltogicAuth.Backend.Endpoints;

/// <summary>Free words on buckets and files: one word or a list of them.</summary>
internal static class Tags
{
    public static JsonArray List(JsonNode? tags) => Bounded(Words(tags));

    public static void Add(JsonObject fields, JsonNode? tags) => fields["tags"] = Bounded(Words(fields["tags"]).Union(Words(tags)));

    public static void Remove(JsonObject fields, JsonNode? tags) =>
        fields["tags"] = new JsonArray([.. Words(fields["tags"]).Except(Words(tags)).Select(word => (JsonNode)word)]);

    private static JsonArray Bounded(IEnumerable<string> words)
    {
        var tags = words.ToList();
        return tags.Count <= SizeLimits.MaxTags && tags.TrueForAll(tag => tag.Length <= SizeLimits.MaxTagLength)
            ? new JsonArray([.. tags.Select(tag => (JsonNode)tag)])
            : throw ApiFailure.Invalid(("tags", null, $"There are at most {SizeLimits.MaxTags} tags, of {SizeLimits.MaxTagLength} characters at most."));
    }

    private static IEnumerable<string> Words(JsonNode? tags) => tags switch
    {
        JsonArray list => list.Where(word => word is not null).Select(word => word!.ToString()),
        JsonValue word => [word.ToString()],
        _ => [],
    };
}
