using System.Text.Json.Nodes;

namespace AltogicAuth.Backend.Api;

/// <summary>A call with a live session: its user, and its body within the size limits.</summary>
internal sealed record SessionCall(string UserId, JsonObject Body)
{
    /// <summary>Minimal APIs create the parameter of an endpoint with it.</summary>
    public static async ValueTask<SessionCall> BindAsync(HttpContext http)
    {
        var (session, body) = await http.Request.ReadJsonOfSessionAsync();
        return new SessionCall(session.UserId, body);
    }

    /// <summary>Empty where it is missing or no text.</summary>
    public string Text(string name) => Body.Text(name) ?? "";
}
