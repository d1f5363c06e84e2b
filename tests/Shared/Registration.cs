using System.Net.Http.Json;
using System.Web;

namespace AltogicAuth.Tests.Shared;

/// <summary>Registers users at the backend, without a browser.</summary>
public static class Registration
{
    private const string Api = "/e:local/_api/rest/v1/";

    public static HttpRequestMessage NewRequest(HttpMethod method, string path, object? body = null) => new(method, $"{Api}{path}")
    {
        Headers = { { "X-Client-Key", "local-client-key" } },
        Content = body is null ? null : JsonContent.Create(body),
    };

    public static async Task SignUpAsync(HttpClient client, string email, string password, string? name = null)
    {
        using var request = NewRequest(HttpMethod.Post, "auth/signup-email", new { email, password, nameOrUserData = name });
        using var response = await client.SendAsync(request);
        response.EnsureSuccessStatusCode();
    }

    /// <summary>
    /// Opens a mailed link, exchanges its access token, and ends the session that this starts. <paramref name="client"/> follows no
    /// redirect. Returns the access token.
    /// </summary>
    public static async Task<string> ConfirmAsync(HttpClient client, string link)
    {
        using var opened = await client.GetAsync(new Uri(link).PathAndQuery);
        var token = HttpUtility.ParseQueryString(opened.Headers.Location!.Query)["access_token"]!;
        using var grant = NewRequest(HttpMethod.Get, $"auth/grant?key={token}");
        using var granted = await client.SendAsync(grant);
        var session = (await granted.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<Granted>())!.Session;
        using var signOut = NewRequest(HttpMethod.Post, "auth/signout", new { });
        signOut.Headers.Add("Session", session.Token);
        (await client.SendAsync(signOut)).EnsureSuccessStatusCode();
        return token;
    }

    private sealed record Granted(GrantedSession Session);

    private sealed record GrantedSession(string Token);
}
