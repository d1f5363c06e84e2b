using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Serialization;

namespace AltogicAuth.Backend.Providers;

/// <summary>The profile of a GitHub user has no address that is known to be verified. A call of its own lists them.</summary>
internal sealed class GitHubEmails(HttpClient http)
{
    /// <summary>The primary address, if it is verified.</summary>
    public async Task<string?> FindVerifiedAsync(string accessToken, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "https://api.github.com/user/emails");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", accessToken);
        // GitHub rejects a request without it.
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue("AltogicAuth", null));
        using var response = await http.SendAsync(request, cancellation);
        response.EnsureSuccessStatusCode();
        var emails = await response.Content.ReadFromJsonAsync<Email[]>(cancellation) ?? [];
        return emails.FirstOrDefault(email => email is { IsPrimary: true, IsVerified: true })?.Address;
    }

    private sealed record Email(
        [property: JsonPropertyName("email")] string? Address,
        [property: JsonPropertyName("primary")] bool IsPrimary,
        [property: JsonPropertyName("verified")] bool IsVerified);
}
