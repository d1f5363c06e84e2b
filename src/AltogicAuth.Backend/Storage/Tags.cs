using System.Text.Json.Nodes;

namespace AltogicAuth.Backend.Storage;

/// <summary>Tags of buckets and files. A call sends one text or a list of texts.</summary>
internal static class Tags
{
    public static JsonArray List(JsonNode? tags) => Bounded(Texts(tags));

    public static void Add(JsonObject fields, JsonNode? tags) => fields["tags"] = Bounded(Texts(fields["tags"]).Union(Texts(tags)));

    public static void Remove(JsonObject fields, JsonNode? tags) =>
        fields["tags"] = new JsonArray([.. Texts(fields["tags"]).Except(Texts(tags)).Select(tag => (JsonNode)tag)]);

    private static JsonArray Bounded(IEnumerable<string> texts)
    {
        var tags = texts.ToList();
        return tags.Count <= FieldRules.MaxTags && tags.TrueForAll(tag => tag.Length <= FieldRules.MaxTagLength)
            ? new JsonArray([.. tags.Select(tag => (JsonNode)tag)])
            : throw new InvalidFieldException("tags", $"There are at most {FieldRules.MaxTags} tags, of {FieldRules.MaxTagLength} characters at most.");
    }

    private static IEnumerable<string> Texts(JsonNode? tags) => tags switch
    {
        JsonArray list => list.Where(tag => tag is not null).Select(tag => tag!.ToString()),
        JsonValue tag => [tag.ToString()],
        _ => [],
    };
}
