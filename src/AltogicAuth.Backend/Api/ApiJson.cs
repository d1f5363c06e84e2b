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
    /// <exception cref="InvalidFieldException">A text has half a surrogate pair.</exception>
    public static JsonNode? Parse(byte[] utf8)
    {
        var text = Decode(utf8);
        try
        {
            var json = JsonNode.Parse(text, null, Options);
            _ = json?.ToJsonString();
            return json;
        }
        catch (Exception undecodable) when (undecodable is ArgumentException or InvalidOperationException)
        {
            throw new InvalidFieldException("body", "A text has half a surrogate pair.");
        }
    }

    private static string Decode(byte[] utf8)
    {
        try
        {
            return Utf8.GetString(utf8);
        }
        catch (DecoderFallbackException malformed)
        {
            throw new JsonException(null, malformed);
        }
    }
}
