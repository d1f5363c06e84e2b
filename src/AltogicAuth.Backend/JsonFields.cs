using System.Text.Json;
using System.Text.Json.Nodes;

namespace AltogicAuth.Backend;

/// <summary>Members of an open JSON object; null where they are missing or of another type.</summary>
internal static class JsonFields
{
    public static string? Text(this JsonObject? json, string name) =>
        json?[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    public static bool? Flag(this JsonObject? json, string name) =>
        json?[name] is JsonValue value && value.TryGetValue<bool>(out var flag) ? flag : null;

    public static int? Number(this JsonObject? json, string name) =>
        json?[name] is JsonValue value && value.TryGetValue<int>(out var number) ? number : null;

    /// <exception cref="InvalidFieldException">It is there, and no object.</exception>
    public static JsonObject? Object(this JsonObject json, string name) => json[name] switch
    {
        null => null,
        JsonObject member => member,
        _ => throw new InvalidFieldException(name, "This is not an object."),
    };

    /// <summary>By the rule of JavaScript, because clients send any value as a flag.</summary>
    public static bool IsTruthy(this JsonNode? node) => node is not null && node.GetValueKind() switch
    {
        JsonValueKind.False => false,
        JsonValueKind.Number => node.GetValue<double>() != 0,
        JsonValueKind.String => node.GetValue<string>().Length > 0,
        _ => true,
    };
}
