using System.Net;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Altogic.Tests;

/// <summary>A transport that writes down what was sent and responses as it was told.</summary>
internal sealed class Recorder : HttpMessageHandler
{
    private readonly Queue<Func<HttpResponseMessage>> _responses = new();

    public List<Sent> Requests { get; } = [];

    public FakeTimeProvider Clock { get; } = new();

    public AltogicClient Client { get; private set; } = null!;

    public static Recorder Start(Action<AltogicOptions>? configure = null, Action<IServiceCollection>? wire = null)
    {
        var recorder = new Recorder();
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(recorder.Clock);
        services
            .AddAltogicClient(options =>
            {
                options.EnvUrl = "https://c1.example.com/e:62602c378415c0a0519102b6/";
                options.ClientKey = "client-key-1";
                configure?.Invoke(options);
            })
            .ConfigurePrimaryHttpMessageHandler(() => recorder);
        wire?.Invoke(services);
        recorder.Client = services.BuildServiceProvider().GetRequiredService<AltogicClient>();
        return recorder;
    }

    public Recorder Responds(int status, string? body = null, string type = "application/json", string? location = null, string? retryAfter = null)
    {
        _responses.Enqueue(() =>
        {
            var response = new HttpResponseMessage((HttpStatusCode)status);
            if (body is not null)
            {
                response.Content = new StringContent(body, Encoding.UTF8, type);
            }

            if (location is not null)
            {
                response.Headers.Location = new Uri(location);
            }

            if (retryAfter is not null)
            {
                response.Headers.TryAddWithoutValidation("Retry-After", retryAfter);
            }

            return response;
        });
        return this;
    }

    private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private string? _silentAt;

    public Task Asked => _asked.Task;

    /// <summary>Nothing comes back from addresses that have this in them.</summary>
    public void NeverResponds(string path = "") => _silentAt = path;

    public Recorder Breaks()
    {
        _responses.Enqueue(() => throw new HttpRequestException("Connection refused"));
        return this;
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = request.Content is null ? null : await request.Content.ReadAsStringAsync(cancellationToken);
        Requests.Add(new Sent(
            request.Method.Method, request.RequestUri!.PathAndQuery, body, request.Content?.Headers.ContentType?.MediaType,
            request.Headers.ToDictionary(header => header.Key, header => string.Join(",", header.Value))));
        _asked.TrySetResult();
        if (_silentAt is not null && request.RequestUri.AbsolutePath.Contains(_silentAt, StringComparison.Ordinal))
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
        }

        var response = _responses.TryDequeue(out var next) ? next() : new HttpResponseMessage(HttpStatusCode.OK);
        response.RequestMessage = request;
        return response;
    }
}

internal sealed record Sent(string Method, string Target, string? Body, string? Type, IReadOnlyDictionary<string, string> Headers);
