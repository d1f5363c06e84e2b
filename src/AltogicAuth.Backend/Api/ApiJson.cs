using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace AltogicAuth.Backend.Api;

internal static class ApiJson
{
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 32, AllowDuplicateProperties = false };
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>
    /// Decodes all of a body at once. Nodes decode a text only when it is used; half a surrogate pair has to fail here, and not
    /// there.
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
        catch (Exception malformed) when (malformed is ArgumentException or InvalidOperationException)
        {
            throw new JsonException(null, malformed);
        }
    }
}
