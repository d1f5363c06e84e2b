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

    /// <exception cref="InvalidFieldException">It is missing, empty or no text.</exception>
    public string Required(string name) => Text(name) is { Length: > 0 } text ? text : throw new InvalidFieldException(name, "A value is missing.");

    /// <exception cref="InvalidFieldException">They are missing or no object.</exception>
    public JsonObject Values() => Body["values"] as JsonObject ?? throw new InvalidFieldException("values", "Values are missing.");
}
