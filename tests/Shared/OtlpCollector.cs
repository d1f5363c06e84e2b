using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace AltogicAuth.Tests.Shared;

/// <summary>An OpenTelemetry collector that keeps what it receives, over http/protobuf.</summary>
public sealed class OtlpCollector : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<(string Signal, byte[] Body)> _received = [];

    private OtlpCollector()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.MapPost("/v1/{signal}", async (string signal, HttpRequest request) =>
        {
            using var body = new MemoryStream();
            await request.Body.CopyToAsync(body);
            _received.Enqueue((signal, body.ToArray()));
            return Results.Bytes([], "application/x-protobuf");
        });
    }

    /// <summary>The settings of a program that exports to it.</summary>
    public IEnumerable<KeyValuePair<string, string>> Settings =>
    [
        KeyValuePair.Create("OTEL_EXPORTER_OTLP_ENDPOINT", _app.Urls.Single()),
        KeyValuePair.Create("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"),
    ];

    public static async Task<OtlpCollector> StartAsync()
    {
        var collector = new OtlpCollector();
        await collector._app.StartAsync(TestContext.Current.CancellationToken);
        return collector;
    }

    /// <summary>What was received of one signal. Texts in it are readable; the rest is binary.</summary>
    public string Received(string signal) =>
        string.Concat(_received.Where(message => message.Signal == signal).Select(message => Encoding.UTF8.GetString(message.Body)));

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
