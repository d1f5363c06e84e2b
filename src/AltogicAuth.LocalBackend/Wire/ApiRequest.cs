using System.Text.Json;
using System.Text.Json.Nodes;
using AltogicAuth.LocalBackend.Tables;

namespace AltogicAuth.LocalBackend.Wire;

/// <summary>What endpoints read from a request.</summary>
internal static class ApiRequest
{
    private const int MaxBodyBytes = 1024 * 1024;
    private static readonly JsonDocumentOptions Json = new() { MaxDepth = 32 };

    /// <summary>The JSON object of the body. A missing media type counts as JSON.</summary>
    public static async Task<JsonObject> ReadJsonAsync(this HttpRequest request)
    {
        if (request.ContentType is { Length: > 0 } type && !type.StartsWith("application/json", StringComparison.OrdinalIgnoreCase))
        {
            throw new ApiFailure(415, "unsupported_media_type", "The body has to be JSON.");
        }

        if (request.ContentLength > MaxBodyBytes)
        {
            throw new ApiFailure(400, "request_body_size_too_large", "The body is too large.");
        }

        try
        {
            return await JsonNode.ParseAsync(request.Body, null, Json, request.HttpContext.RequestAborted) as JsonObject ?? throw new JsonException();
        }
        catch (Exception broken) when (broken is JsonException or ArgumentException)
        {
            throw new ApiFailure(400, "invalid_request_body_syntax", "The body is not a JSON object.");
        }
    }

    public static string? Text(this JsonObject body, string name) =>
        body[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    public static bool? Flag(this JsonNode? node, string name) =>
        node is JsonObject json && json[name] is JsonValue value && value.TryGetValue<bool>(out var flag) ? flag : null;

    /// <summary>The live session that the request names.</summary>
    public static SessionRecord RequireSession(this HttpRequest request)
    {
        var token = request.Headers["Session"].ToString();
        if (token.Length == 0)
        {
            throw ApiFailure.SessionMissing();
        }

        return request.HttpContext.RequestServices.GetRequiredService<Sessions>().Find(token) ?? throw ApiFailure.SessionInvalid();
    }

    /// <summary>
    /// An address in the query. The official client sends <c>+</c> as it is, and form decoding makes a space of it; a
    /// valid address has none.
    /// </summary>
    public static string QueryEmail(this HttpRequest request) =>
        Emails.Normalize(request.Query["email"].ToString().Trim().Replace(' ', '+'));
}
