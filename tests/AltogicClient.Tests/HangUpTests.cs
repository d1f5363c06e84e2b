using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.DependencyInjection;

namespace Altogic.Tests;

/// <summary>How often a server is asked that reads a request and hangs up, over a real connection.</summary>
public sealed class HangUpTests
{
    private static readonly SessionToken Session = new("h.p.s");

    public static TheoryData<string, Func<AltogicClient, Task>, int> Calls => new()
    {
        { "POST /_api/rest/v1/auth/send-magic?email=a%40c.d", c => c.Auth.SendMagicLinkEmailAsync("a@c.d"), 1 },
        { "POST /_api/rest/v1/auth/signout-all", c => c.Auth.SignOutAllAsync(Session), 1 },
        { "GET /_api/rest/v1/auth/grant?key=k", c => c.Auth.GetAuthGrantAsync("k"), 1 },
        { "GET /_api/rest/v1/auth/user", c => c.Auth.GetUserFromDbAsync(Session), 3 },
    };

    [Theory, MemberData(nameof(Calls))]
    public async Task Only_reads_are_repeated_and_by_nobody_but_the_client(string line, Func<AltogicClient, Task> call, int times)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var requests = new List<string>();
        _ = HangUpOnEverybodyAsync(listener, requests);

        await Assert.ThrowsAsync<AltogicUnavailableException>(() => call(ClientOf(listener)));

        Assert.Equal(times, requests.Count);
        Assert.All(requests, request =>
        {
            Assert.StartsWith($"{line} HTTP/1.1\r\n", request);
            Assert.Contains("\r\nContent-Length: 0\r\n", request);
            Assert.DoesNotContain("Content-Type", request);
        });
    }

    private static async Task HangUpOnEverybodyAsync(TcpListener listener, List<string> requests)
    {
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
        }
    }

    private static AltogicClient ClientOf(TcpListener listener)
    {
        var services = new ServiceCollection();
        services.AddAltogicClient(options =>
        {
            options.EnvUrl = $"http://{listener.LocalEndpoint}";
            options.ClientKey = "client-key-1";
            options.RetryDelay = TimeSpan.Zero;
            options.AttemptTimeout = options.TotalTimeout = TimeSpan.FromMinutes(5);
        });
        return services.BuildServiceProvider().GetRequiredService<AltogicClient>();
    }
}
