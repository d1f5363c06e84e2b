using System.Buffers;
using System.Collections.Concurrent;
using System.Diagnostics;
using System.IO.Pipelines;
using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using SmtpServer;
using SmtpServer.ComponentModel;
using SmtpServer.IO;
using SmtpServer.Net;
using SmtpServer.Protocol;
using SmtpServer.Storage;

namespace AltogicAuth.Benchmarks.OwnBackend;

/// <summary>An SMTP server that drops each mail, and keeps when it came for whom.</summary>
public sealed class MailSink : IAsyncDisposable
{
    // The worker looks every ten seconds, and attempts a failed mail again after a minute.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly CancellationTokenSource _stop = new();
    private Task _running = Task.CompletedTask;

    private MailSink()
    {
    }

    public int Port { get; private set; }

    /// <summary>The time of the last mail for each address.</summary>
    public ConcurrentDictionary<string, long> Arrivals { get; } = new();

    /// <summary>Waits until each address has a mail, and fails when none of them gets one for a while.</summary>
    public async Task WaitForAsync(IEnumerable<string> addresses)
    {
        var missing = addresses.ToList();
        var clock = Stopwatch.StartNew();
        while (missing.Count > 0)
        {
            await Task.Delay(100);
            if (missing.RemoveAll(Arrivals.ContainsKey) > 0)
            {
                clock.Restart();
            }
            else if (clock.Elapsed > Patience)
            {
                throw new InvalidOperationException($"{missing.Count} mails did not arrive, the first for {missing[0]}.");
            }
        }
    }

    public static MailSink Start()
    {
        var sink = new MailSink();
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        sink.Port = ((IPEndPoint)listener.LocalEndpoint).Port;
        var services = new ServiceProvider();
        services.Add(new Listener(listener));
        services.Add((IMessageStore)new Store(sink));
        var options = new SmtpServerOptionsBuilder().ServerName("127.0.0.1").Endpoint(endpoint => endpoint.Endpoint((IPEndPoint)listener.LocalEndpoint)).Build();
        sink._running = new SmtpServer.SmtpServer(options, services).StartAsync(sink._stop.Token);
        return sink;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        _stop.Dispose();
    }

    private sealed class Listener(TcpListener listener) : IEndpointListenerFactory, IEndpointListener
    {
        public IEndpointListener CreateListener(IEndpointDefinition endpointDefinition) => this;

        public async Task<ISecurableDuplexPipe> GetPipeAsync(ISessionContext context, CancellationToken cancellationToken)
        {
            var client = await listener.AcceptTcpClientAsync(cancellationToken);
            // Otherwise the second of two responses waits 40 ms for the client's acknowledgement of the first.
            client.NoDelay = true;
            return new Connection(client.GetStream());
        }

        public void Dispose() => listener.Stop();
    }

    private sealed class Connection(NetworkStream stream) : ISecurableDuplexPipe
    {
        public PipeReader Input { get; } = PipeReader.Create(stream);

        public PipeWriter Output { get; } = PipeWriter.Create(stream);

        public bool IsSecure => false;

        public SslProtocols SslProtocol => SslProtocols.None;

        public Task UpgradeAsync(X509Certificate certificate, SslProtocols protocols, CancellationToken cancellationToken = default) =>
            throw new NotSupportedException();

        public void Dispose() => stream.Dispose();
    }

    private sealed class Store(MailSink sink) : MessageStore
    {
        public override Task<SmtpResponse> SaveAsync(ISessionContext context, IMessageTransaction transaction, ReadOnlySequence<byte> buffer, CancellationToken cancellationToken)
        {
            sink.Arrivals[$"{transaction.To[0].User}@{transaction.To[0].Host}"] = Stopwatch.GetTimestamp();
            return Task.FromResult(SmtpResponse.Ok);
        }
    }
}
