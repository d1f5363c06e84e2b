using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace AltogicAuth.Backend.Wire;

/// <summary>JSON that comes from outside, and how it is looked at.</summary>
internal static class ApiJson
{
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 32, AllowDuplicateProperties = false };
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>
    /// Reads the whole of it at once. Nodes decode a text only when somebody asks for it; one that is none, such as half
    /// a surrogate pair, has to show here and not where it is used.
    /// </summary>
    /// <exception cref="JsonException">It is not JSON.</exception>
    public static JsonNode? Parse(byte[] utf8)
    {
        try
        {
            var json = JsonNode.Parse(Utf8.GetString(utf8), null, Options);
            _ = json?.ToJsonString();
            return json;
        }
        catch (Exception broken) when (broken is ArgumentException or InvalidOperationException)
        {
            throw new JsonException(null, broken);
        }
    }

    public static string? Text(this JsonObject json, string name) =>
        json[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    public static bool? Flag(this JsonObject? json, string name) =>
        json?[name] is JsonValue value && value.TryGetValue<bool>(out var flag) ? flag : null;

    public static int? Number(this JsonObject? json, string name) =>
        json?[name] is JsonValue value && value.TryGetValue<int>(out var number) ? number : null;

    /// <summary>A member that is an object, or is not there.</summary>
    public static JsonObject? Object(this JsonObject json, string name) => json[name] switch
    {
        null => null,
        JsonObject member => member,
        _ => throw ApiFailure.Invalid((name, null, "This is not an object.")),
    };
}
