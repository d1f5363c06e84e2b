using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.DependencyInjection;

namespace Altogic.Tests;

/// <summary>What the client does with a server that sends it elsewhere and sets cookies, over a real connection.</summary>
public sealed class RedirectTests
{
    [Fact]
    public async Task No_redirect_is_followed_and_no_cookie_is_kept()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var requests = new List<string>();
        _ = SendEverybodyElsewhereAsync(listener, requests);
        var client = ClientOf(listener);

        await Assert.ThrowsAsync<AltogicUnavailableException>(() => client.Auth.GetUserFromDbAsync(new SessionToken("h.p.s"), TestContext.Current.CancellationToken));
        await Assert.ThrowsAsync<AltogicUnavailableException>(() => client.Auth.SignOutAllAsync(new SessionToken("h.p.s")));

        Assert.Collection(requests,
            request => Assert.StartsWith("GET /_api/rest/v1/auth/user HTTP/1.1\r\n", request),
            request => Assert.StartsWith("POST /_api/rest/v1/auth/signout-all HTTP/1.1\r\n", request));
        Assert.All(requests, request => Assert.DoesNotContain("\r\nCookie:", request));
    }

    private static async Task SendEverybodyElsewhereAsync(TcpListener listener, List<string> requests)
    {
        var answer = Encoding.ASCII.GetBytes(
            $"HTTP/1.1 302 Found\r\nLocation: http://{listener.LocalEndpoint}/elsewhere\r\nSet-Cookie: a=b; Path=/\r\n" +
            "Content-Length: 0\r\nConnection: close\r\n\r\n");
        while (true)
        {
            using var caller = await listener.AcceptTcpClientAsync();
            var request = new StringBuilder();
            var buffer = new byte[4_096];
            while (!request.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
            {
                request.Append(Encoding.ASCII.GetString(buffer, 0, await caller.GetStream().ReadAsync(buffer)));
            }

            requests.Add(request.ToString());
            await caller.GetStream().WriteAsync(answer);
        }
    }

    private static AltogicClient ClientOf(TcpListener listener)
    {
        var services = new ServiceCollection();
        services.AddAltogicClient(options =>
        {
            options.EnvUrl = $"http://{listener.LocalEndpoint}";
            options.ClientKey = "client-key-1";
            options.ReadRetries = 0;
            options.AttemptTimeout = options.TotalTimeout = TimeSpan.FromMinutes(5);
        });
        return services.BuildServiceProvider().GetRequiredService<AltogicClient>();
    }
}
