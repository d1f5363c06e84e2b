using AltogicAuth.Benchmarks.Sites;
using AltogicAuth.Pages;
using Yardstick.Pages;

namespace AltogicAuth.Benchmarks.Macro;

/// <summary>Bytes allocated per page, through the in-memory server of either site.</summary>
public static class Allocations
{
    public static async Task<(long App, long Yardstick)> OfTheProfileAsync(int requests)
    {
        await using var app = new InMemorySite<LoginModel>();
        await using var yardstick = new InMemorySite<FormModel>();
        var toApp = app.NewClient();
        var cookies = await Visitor.LogInAsync(toApp, sessions: 1);
        return (
            await PerRequestAsync(toApp, "/profile", cookies, requests),
            await PerRequestAsync(yardstick.NewClient(), "/calls", cookies, requests));
    }

    private static async Task<long> PerRequestAsync(HttpClient client, string page, string cookies, int requests)
    {
        await SendAsync(client, page, cookies, requests);
        var before = GC.GetTotalAllocatedBytes(precise: true);
        await SendAsync(client, page, cookies, requests);
        return (GC.GetTotalAllocatedBytes(precise: true) - before) / requests;
    }

    private static async Task SendAsync(HttpClient client, string page, string cookies, int requests)
    {
        for (var sent = 0; sent < requests; sent++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, page) { Headers = { { "Cookie", cookies } } };
            // Read as it comes: a buffer for the whole page would be the client's, not the server's.
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
            await response.EnsureSuccessStatusCode().Content.CopyToAsync(Stream.Null);
        }
    }
}
