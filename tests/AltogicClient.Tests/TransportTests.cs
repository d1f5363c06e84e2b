using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.DependencyInjection;

namespace Altogic.Tests;

/// <summary>What the client does over a real connection with a server that closes it, redirects or sets cookies.</summary>
public sealed class TransportTests
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
    public async Task Closed_connection_is_retried_only_for_reads(string line, Func<AltogicClient, Task> call, int times)
    {
        using var server = new RawServer(response: "");

        await Assert.ThrowsAsync<AltogicUnavailableException>(() => call(server.Client));

        Assert.Equal(times, server.Requests.Count);
        Assert.All(server.Requests, request =>
        {
            Assert.StartsWith($"{line} HTTP/1.1\r\n", request);
            Assert.Contains("\r\nContent-Length: 0\r\n", request);
            Assert.DoesNotContain("Content-Type", request);
        });
    }

    [Fact]
    public async Task Redirect_is_not_followed()
    {
        using var server = new RawServer("HTTP/1.1 302 Found\r\nLocation: /elsewhere\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");

        await Assert.ThrowsAsync<AltogicUnavailableException>(() => server.Client.Auth.SignOutAllAsync(Session));

        Assert.StartsWith("POST /_api/rest/v1/auth/signout-all HTTP/1.1\r\n", Assert.Single(server.Requests));
    }

    [Fact]
    public async Task Cookie_is_not_sent_back()
    {
        using var server = new RawServer("HTTP/1.1 200 OK\r\nSet-Cookie: a=b; Path=/\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");

        await server.Client.Auth.SignOutAllAsync(Session);
        await server.Client.Auth.SignOutAllAsync(Session);

        Assert.Equal(2, server.Requests.Count);
        Assert.All(server.Requests, request => Assert.DoesNotContain("\r\nCookie:", request));
    }

    /// <summary>Reads each request, writes one response and closes the connection.</summary>
    private sealed class RawServer : IDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
        private readonly ServiceProvider _services;

        public RawServer(string response)
        {
            _listener.Start();
            _services = new ServiceCollection().AddAltogicClient(options =>
            {
                options.EnvUrl = $"http://{_listener.LocalEndpoint}";
                options.ClientKey = "client-key-1";
                options.RetryDelay = TimeSpan.Zero;
                options.AttemptTimeout = options.TotalTimeout = TimeSpan.FromMinutes(5);
            }).Services.BuildServiceProvider();
            _ = ServeAsync(Encoding.ASCII.GetBytes(response));
        }

        public List<string> Requests { get; } = [];

        public AltogicClient Client => _services.GetRequiredService<AltogicClient>();

        public void Dispose()
        {
            _services.Dispose();
            _listener.Dispose();
        }

        private async Task ServeAsync(byte[] response)
        {
            while (true)
            {
                using var caller = await _listener.AcceptTcpClientAsync();
                var request = new StringBuilder();
                var buffer = new byte[4_096];
                while (!request.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
                {
                    request.Append(Encoding.ASCII.GetString(buffer, 0, await caller.GetStream().ReadAsync(buffer)));
                }

                Requests.Add(request.ToString());
                await caller.GetStream().WriteAsync(response);
            }
        }
    }
}
