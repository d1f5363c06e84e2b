using System.Text.Json.Nodes;
using AltogicAuth.Backend.Wire;

namespace AltogicAuth.Backend.Endpoints;

/// <summary>A call with a live session: whose it is, and its body within the size limits.</summary>
internal sealed record MemberCall(string UserId, JsonObject Body)
{
    /// <summary>How minimal APIs make the parameter of an endpoint.</summary>
    public static async ValueTask<MemberCall> BindAsync(HttpContext http)
    {
        var (session, body) = await http.Request.ReadJsonOfSessionAsync();
        SizeLimits.Require(body);
        return new MemberCall(session.UserId, body);
    }

    /// <summary>Empty where it is missing or no text.</summary>
    public string Text(string name) => Body.Text(name) ?? "";
}
