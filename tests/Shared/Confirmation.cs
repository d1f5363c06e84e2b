using System.Net.Http.Json;
using System.Web;

namespace AltogicAuth.Tests.Shared;

/// <summary>Confirms an address at the backend, without a browser.</summary>
public static class Confirmation
{
    private const string Api = "/e:local/_api/rest/v1/auth";

    /// <summary>
    /// Exchanges a mailed link, and ends the session that this opens. <paramref name="client"/> follows no redirect. Returns
    /// the access token.
    /// </summary>
    public static async Task<string> CompleteAsync(HttpClient client, Uri link)
    {
        using var opened = await client.GetAsync(link);
        var token = HttpUtility.ParseQueryString(opened.Headers.Location!.Query)["access_token"]!;
        using var grant = Request(HttpMethod.Get, new Uri(link, $"{Api}/grant?key={token}"));
        using var granted = await client.SendAsync(grant);
        var session = (await granted.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<Granted>())!.Session;
        using var signOut = Request(HttpMethod.Post, new Uri(link, $"{Api}/signout"));
        signOut.Headers.Add("Session", session.Token);
        signOut.Content = JsonContent.Create(new { });
        (await client.SendAsync(signOut)).EnsureSuccessStatusCode();
        return token;
    }

    private static HttpRequestMessage Request(HttpMethod method, Uri address) =>
        new(method, address) { Headers = { { "X-Client-Key", "local-client-key" } } };

    private sealed record Granted(GrantedSession Session);

    private sealed record GrantedSession(string Token);
}
