using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using AltogicAuth.Backend.Accounts;
using AltogicAuth.Backend.Data;

namespace AltogicAuth.Backend.Api;

/// <summary>What endpoints read from a request.</summary>
internal static class ApiRequest
{
    public const int MaxJsonBytes = 1024 * 1024;

    /// <summary>The JSON object of the body.</summary>
    public static async Task<JsonObject> ReadJsonAsync(this HttpRequest request)
    {
        request.RequireJson();
        var body = await request.ReadBodyAsync(MaxJsonBytes);
        try
        {
            var json = ApiJson.Parse(body) as JsonObject ?? throw new JsonException();
            FieldRules.Require(json);
            return json;
        }
        catch (JsonException)
        {
            throw ApiException.BodyMalformed();
        }
    }

    /// <summary>
    /// The JSON object of the body, and the live session that the request names. Without a session nothing is read. The session
    /// may end while the body arrives, so it is looked up again.
    /// </summary>
    public static async Task<(SessionRecord Session, JsonObject Body)> ReadJsonOfSessionAsync(this HttpRequest request)
    {
        await request.RequireSessionAsync();
        var body = await request.ReadJsonAsync();
        return (await request.RequireSessionAsync(), body);
    }

    /// <summary>A missing media type counts as JSON.</summary>
    public static void RequireJson(this HttpRequest request)
    {
        if (request.ContentType is { Length: > 0 } && !request.HasJsonContentType())
        {
            throw ApiException.UnsupportedMediaType();
        }
    }

    /// <summary>Whether a program calls, and not a browser: <c>Accept</c> names JSON itself.</summary>
    public static bool AcceptsJson(this HttpRequest request) =>
        request.GetTypedHeaders().Accept.Any(type => type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase));

    /// <summary>The live session that the request names.</summary>
    public static async Task<SessionRecord> RequireSessionAsync(this HttpRequest request)
    {
        var token = request.Headers["Session"].ToString();
        if (token.Length == 0)
        {
            throw ApiException.SessionMissing();
        }

        return await request.HttpContext.RequestServices.GetRequiredService<Sessions>().UseAsync(token, request.ClientInfo().Address) ?? throw ApiException.SessionInvalid();
    }

    /// <summary>The session of a call that needs none; null where there is none, or it has ended.</summary>
    public static Task<SessionRecord?> FindSessionAsync(this HttpRequest request) =>
        request.HttpContext.RequestServices.GetRequiredService<Sessions>().UseAsync(request.Headers["Session"].ToString(), request.ClientInfo().Address);

    /// <summary>The access token that a followed link has yielded.</summary>
    public static string RequireAccessToken(this HttpRequest request) =>
        request.Query["key"].ToString() is { Length: > 0 } token
            ? token
            : throw new ApiException(400, "missing_access_token", "The access token is missing.");

    /// <summary>
    /// The address in the query; null where it is none. The official client sends <c>+</c> as it is, and form decoding makes a
    /// space of it; a valid address has no space.
    /// </summary>
    public static EmailAddress? QueryEmail(this HttpRequest request) =>
        EmailAddress.TryParse(request.Query["email"].ToString().Trim().Replace(' ', '+'));

    /// <summary>The visitor is the caller, or the one whose address a trusted caller names. No other header is believed.</summary>
    public static ClientInfo ClientInfo(this HttpRequest request)
    {
        var keys = request.HttpContext.RequestServices.GetRequiredService<CallerKeys>();
        IPAddress? visitor = null;
        var isNamed = keys.IsApiKey(request.Headers.Authorization.ToString()) && IPAddress.TryParse(request.Headers["X-Visitor-Address"], out visitor);
        return new(isNamed ? visitor : request.HttpContext.Connection.RemoteIpAddress, isNamed, request.Headers.UserAgent, request.Headers.AcceptLanguage);
    }
}
