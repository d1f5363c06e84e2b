using System.Text.Json;
using System.Text.Json.Nodes;

namespace AltogicAuth.Backend.Providers;

/// <summary>
/// Apple sends the name once, in a field of the callback that has no signature. It is text to show and nothing else; the address
/// beside it is not read.
/// </summary>
internal static class AppleName
{
    public static async Task<string?> ReadAsync(HttpRequest request)
    {
        if (!request.HasFormContentType || (await request.ReadFormAsync())["user"].ToString() is not { Length: > 0 } user)
        {
            return null;
        }

        try
        {
            var name = (JsonNode.Parse(user) as JsonObject)?["name"] as JsonObject;
            return $"{name?.Text("firstName")} {name?.Text("lastName")}".Trim();
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
