using System.Security.Claims;
using System.Text.Json;

namespace AltogicAuth.Backend.Providers;

/// <summary>What a provider says of a user. A claim can stand there twice: from the identity token, and from the user info.</summary>
internal sealed class ProviderClaims(ClaimsPrincipal principal)
{
    public string? Id => First(ClaimTypes.NameIdentifier);

    public string? Name => First("global_name") ?? First("name") ?? First("username") ?? First("login");

    public string? Picture => First("picture") is { } picture ? OfFacebook(picture) ?? picture : First("profile_image_url") ?? First("avatar_url") ?? OfDiscord;

    /// <summary>Null unless all say that it is verified, and none says another address.</summary>
    public string? VerifiedEmail
    {
        get
        {
            string[] addresses = [.. All("email").Distinct(StringComparer.OrdinalIgnoreCase)];
            // Discord has the second name.
            string[] flags = [.. All("email_verified"), .. All("verified")];
            return addresses is [var address] && flags is not [] && flags.All(flag => flag.Equals("true", StringComparison.OrdinalIgnoreCase)) ? address : null;
        }
    }

    private string? OfDiscord => (First("avatar"), Id) is ({ } avatar, { } id) ? $"https://cdn.discordapp.com/avatars/{id}/{avatar}.png" : null;

    private string? First(string type) => All(type).FirstOrDefault(value => value.Length > 0);

    private IEnumerable<string> All(string type) => principal.FindAll(type).Select(claim => claim.Value);

    /// <summary>Facebook puts the address into an object.</summary>
    private static string? OfFacebook(string picture)
    {
        if (!picture.StartsWith('{'))
        {
            return null;
        }

        using var json = JsonDocument.Parse(picture);
        return json.RootElement.TryGetProperty("data", out var data) && data.TryGetProperty("url", out var url) ? url.GetString() : null;
    }
}
