using System.Buffers;
using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using SmtpServer;
using SmtpServer.ComponentModel;
using SmtpServer.Protocol;
using SmtpServer.Storage;

namespace AltogicAuth.Benchmarks.OwnBackend;

/// <summary>An SMTP server that drops each mail, and keeps when it came for whom.</summary>
public sealed class MailSink : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private Task _running = Task.CompletedTask;

    private MailSink()
    {
    }

    public int Port { get; private set; }

    /// <summary>The time of the last mail for each address.</summary>
    public ConcurrentDictionary<string, long> Arrivals { get; } = new();

    public static async Task<MailSink> StartAsync()
    {
        var sink = new MailSink();
        var started = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        var listeners = new SmtpServer.Net.EndpointListenerFactory();
        listeners.EndpointStarted += (_, endpoint) => started.TrySetResult(((IPEndPoint)endpoint.LocalEndPoint).Port);
        var services = new ServiceProvider();
        services.Add(listeners);
        services.Add((IMessageStore)new Store(sink));
        var options = new SmtpServerOptionsBuilder().ServerName("127.0.0.1").Endpoint(endpoint => endpoint.Endpoint(new IPEndPoint(IPAddress.Loopback, 0))).Build();
        sink._running = new SmtpServer.SmtpServer(options, services).StartAsync(sink._stop.Token);
        sink.Port = await started.Task;
        return sink;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        _stop.Dispose();
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
