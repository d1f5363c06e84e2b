using System.Text;
using AltogicAuth.Backend.Wire;

namespace AltogicAuth.Backend.Faults;

/// <summary>Lets calls of the API go wrong as they were told to.</summary>
internal sealed class FaultInjection(RequestDelegate next, BackendFaults faults)
{
    private const string Api = "/_api/rest/v1/";
    private const int OversizedMegabytes = 64;
    private const int Depth = 10_000;

    public async Task InvokeAsync(HttpContext http)
    {
        var path = http.Request.Path.Value ?? "";
        // The mailed link is a visitor's request, not a call.
        if (!path.StartsWith(Api, StringComparison.Ordinal) || path.EndsWith("/auth/verify", StringComparison.Ordinal) ||
            faults.Next(http.Request.Method, path[Api.Length..]) is not { } fault)
        {
            await next(http);
            return;
        }

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
                throw new ApiFailure(fault.Status, fault.Code, "A fault was asked for.");

            case FaultKind.Empty:
                http.Response.StatusCode = fault.Status;
                http.Response.ContentType = "application/json";
                break;

            case FaultKind.Html:
                await AnswerAsync(http, fault.Status, "text/html", "<html><body><h1>502 Bad Gateway</h1></body></html>");
                break;

            case FaultKind.Malformed:
                await AnswerAsync(http, 200, "application/json", "{\"user\": {\"_id\": ");
                break;

            case FaultKind.WrongShape:
                await AnswerAsync(http, 200, "application/json", "{\"user\": [1, 2], \"session\": \"yes\", \"_id\": {}}");
                break;

            case FaultKind.Deep:
                await AnswerAsync(http, 200, "application/json", new string('[', Depth) + new string(']', Depth));
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

    private static async Task AnswerAsync(HttpContext http, int status, string type, string body)
    {
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
}
