using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Text;
using AltogicAuth.Backend.Messaging;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace AltogicAuth.Backend.Tests.Sms;

/// <summary>Twilio's API on loopback, over HTTP. The test chooses the response.</summary>
internal sealed class FakeTwilio : IAsyncDisposable
{
    public const string AccountSid = "AC0123456789abcdef";
    public const string AuthToken = "a-secret-of-twilio";

    private readonly WebApplication _app;
    private readonly ConcurrentQueue<IFormCollection> _messages = new();
    private int _attempts;

    private FakeTwilio(WebApplication app) => _app = app;

    public static (string, string?)[] Settings =>
    [
        ("Sms:Provider", "Twilio"), ("Sms:AccountSid", AccountSid), ("Sms:AuthToken", AuthToken), ("Sms:From", "+15005550006"), ("Sms:AllowedCountries", "TR, US"),
    ];

    /// <summary>The messages that were accepted.</summary>
    public IReadOnlyList<IFormCollection> Messages => [.. _messages];

    public int Attempts => _attempts;

    public Func<Task<IResult>> Respond { get; set; } = () => Task.FromResult(Accept());

    public static async Task<FakeTwilio> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var twilio = new FakeTwilio(builder.Build());
        twilio._app.MapPost($"/2010-04-01/Accounts/{AccountSid}/Messages.json", twilio.ReceiveAsync);
        twilio._app.MapGet($"/2010-04-01/Accounts/{AccountSid}.json", (HttpRequest request) => IsAuthenticated(request) ? Results.Json(new { status = "active" }) : Reject(401, 20003));
        await twilio._app.StartAsync();
        return twilio;
    }

    public static IResult Accept() => Results.Json(new { sid = "SM1", status = "queued" }, statusCode: 201);

    public static IResult Reject(int status, int code) =>
        Results.Json(new { code, message = "The 'To' number +905321234567 is not valid.", status }, statusCode: status);

    /// <summary>Lets the backend of a test call this server in place of Twilio.</summary>
    public void Wire(IServiceCollection services)
    {
        var address = new Uri(_app.Urls.Single());
        services.AddHttpClient(Twilio.Client, http => http.BaseAddress = address);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task<IResult> ReceiveAsync(HttpRequest request)
    {
        Interlocked.Increment(ref _attempts);
        var form = await request.ReadFormAsync();
        if (!IsAuthenticated(request))
        {
            return Reject(401, 20003);
        }

        var response = await Respond();
        if (response is IStatusCodeHttpResult { StatusCode: 201 })
        {
            _messages.Enqueue(form);
        }

        return response;
    }

    private static bool IsAuthenticated(HttpRequest request) =>
        AuthenticationHeaderValue.TryParse(request.Headers.Authorization, out var header) && header.Scheme == "Basic" &&
        Encoding.UTF8.GetString(Convert.FromBase64String(header.Parameter!)) == $"{AccountSid}:{AuthToken}";
}
