using System.Text.Json;
using System.Text.Json.Nodes;
using AltogicAuth.Backend.Tables;

namespace AltogicAuth.Backend.Wire;

/// <summary>What endpoints read from a request.</summary>
internal static class ApiRequest
{
    private const int MaxJsonBytes = 1024 * 1024;

    /// <summary>The JSON object of the body.</summary>
    public static async Task<JsonObject> ReadJsonAsync(this HttpRequest request)
    {
        request.RequireJson();
        var body = await request.ReadBodyAsync(MaxJsonBytes);
        try
        {
            return ApiJson.Parse(body) as JsonObject ?? throw new JsonException();
        }
        catch (JsonException)
        {
            throw ApiFailure.BrokenBody();
        }
    }

    /// <summary>
    /// The JSON object of the body, and the live session that the request names. Nothing is read for anybody else, and a body
    /// that comes late is worth nothing when the session has ended meanwhile.
    /// </summary>
    public static async Task<(SessionRecord Session, JsonObject Body)> ReadJsonOfSessionAsync(this HttpRequest request)
    {
        request.RequireSession();
        var body = await request.ReadJsonAsync();
        return (request.RequireSession(), body);
    }

    /// <summary>A missing media type counts as JSON.</summary>
    public static void RequireJson(this HttpRequest request)
    {
        if (request.ContentType is { Length: > 0 } && !request.HasJsonContentType())
        {
            throw ApiFailure.UnknownMediaType();
        }
    }

    /// <summary>Whether a program asks, and no person: <c>Accept</c> names JSON itself.</summary>
    public static bool AsksForJson(this HttpRequest request) =>
        request.GetTypedHeaders().Accept.Any(type => type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase));

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
    /// The address in the query; null where it is none. The official client sends <c>+</c> as it is, and form decoding makes a space of it; a
    /// valid address has none.
    /// </summary>
    public static EmailAddress? QueryEmail(this HttpRequest request) =>
        EmailAddress.TryParse(request.Query["email"].ToString().Trim().Replace(' ', '+'));
}
