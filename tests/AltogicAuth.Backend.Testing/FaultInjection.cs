using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace AltogicAuth.Backend.Testing;

/// <summary>Makes calls of a backend fail on purpose, and its clock wrong. It stands in front of the app that the backend is in.</summary>
public static class FaultInjection
{
    private const string Api = $"{BackendAddress.Path}/_api/rest/v1/";
    private const int OversizedMegabytes = 64;
    private const int Depth = 10_000;

    public static IServiceCollection AddFaultInjection(this IServiceCollection services)
    {
        services.AddSingleton<BackendFaults>();
        services.AddSingleton<IStartupFilter, StartupFilter>();
        services.Replace(ServiceDescriptor.Singleton(provider => new BackendClock(
            new ShiftedTime(provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<BackendFaults>()))));
        return services;
    }

    private static Task InvokeAsync(HttpContext http, RequestDelegate next, BackendFaults faults)
    {
        var path = http.Request.Path.Value ?? "";
        // A mailed link is a visitor's request, not a call.
        return path.IndexOf(Api, StringComparison.Ordinal) is >= 0 and var start && !path.EndsWith("/auth/verify", StringComparison.Ordinal) &&
            faults.Next(http.Request.Method, path[(start + Api.Length)..]) is { } fault
            ? ApplyAsync(fault, http, next)
            : next(http);
    }

    private static async Task ApplyAsync(Fault fault, HttpContext http, RequestDelegate next)
    {
        if (fault.RetryAfter is { } seconds)
        {
            http.Response.Headers.RetryAfter = $"{seconds}";
        }

        switch (fault.Kind)
        {
            case FaultKind.Latency:
                await Task.Delay(fault.Milliseconds, http.RequestAborted);
                await next(http);
                break;

            case FaultKind.Status:
                var origin = fault.Status >= 500 ? "server_error" : "client_error";
                await RespondAsync(
                    http, fault.Status, "application/json", $$"""{"errors":[{"origin":"{{origin}}","code":"{{fault.Code}}","message":"A fault was asked for."}]}""");
                break;

            case FaultKind.Empty:
                await RespondAsync(http, fault.Status, "application/json", "");
                break;

            case FaultKind.Html:
                await RespondAsync(http, fault.Status, "text/html", "<html><body><h1>502 Bad Gateway</h1></body></html>");
                break;

            case FaultKind.Malformed:
                await RespondAsync(http, 200, "application/json", "{\"user\": {\"_id\": ");
                break;

            case FaultKind.WrongShape:
                await RespondAsync(http, 200, "application/json", "{\"user\": [1, 2], \"session\": \"yes\", \"_id\": {}}");
                break;

            case FaultKind.Deep:
                await RespondAsync(http, 200, "application/json", new string('[', Depth) + new string(']', Depth));
                break;

            case FaultKind.Redirect:
                http.Response.Redirect("https://elsewhere.example/");
                http.Response.ContentType = "text/plain";
                break;

            case FaultKind.Cut:
                http.Response.ContentType = "application/json";
                await http.Response.WriteAsync("{\"user\": {");
                await http.Response.Body.FlushAsync();
                http.Abort();
                break;

            case FaultKind.Oversized:
                await OversizeAsync(http);
                break;

            case FaultKind.Drop:
                http.Abort();
                break;
        }
    }

    private static async Task RespondAsync(HttpContext http, int status, string type, string body)
    {
        // A client reads its response only after it has sent its body.
        await http.Request.Body.CopyToAsync(Stream.Null);
        http.Response.StatusCode = status;
        http.Response.ContentType = type;
        await http.Response.WriteAsync(body);
    }

    private static async Task OversizeAsync(HttpContext http)
    {
        http.Response.ContentType = "application/json";
        var megabyte = Encoding.ASCII.GetBytes(new string(' ', 1024 * 1024));
        for (var i = 0; i < OversizedMegabytes && !http.RequestAborted.IsCancellationRequested; i++)
        {
            await http.Response.Body.WriteAsync(megabyte, http.RequestAborted);
        }
    }

    private sealed class StartupFilter(BackendFaults faults) : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.Use((http, following) => InvokeAsync(http, following, faults));
            next(app);
        };
    }

    private sealed class ShiftedTime(TimeProvider time, BackendFaults faults) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => time.GetUtcNow() + faults.ClockOffset;
    }
}
