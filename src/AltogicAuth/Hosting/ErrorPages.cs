using System.Diagnostics;

namespace AltogicAuth.Hosting;

public static partial class ErrorPages
{
    public static void UseErrorPages(this WebApplication app)
    {
        app.UseExceptionHandler(new ExceptionHandlerOptions
        {
            ExceptionHandlingPath = "/error",
            AllowStatusCode404Response = true,
            StatusCodeSelector = StatusOf,
            SuppressDiagnosticsCallback = failure => failure.Exception is AltogicUnavailableException or AltogicSessionException or BadHttpRequestException,
        });
        app.UseStatusCodePagesWithReExecute("/error");
    }

    public static void UseFallbackErrorPage(this WebApplication app)
    {
        app.Use(async (http, next) =>
        {
            try
            {
                await next(http);
            }
            catch (Exception failure) when (!http.Response.HasStarted && !http.RequestAborted.IsCancellationRequested)
            {
                app.Logger.ErrorPageFailed(failure, http.Request.Method);
                http.Response.Clear();
                http.Response.StatusCode = StatusCodes.Status500InternalServerError;
                http.Response.ContentType = "text/html; charset=utf-8";
                await http.Response.WriteAsync(PlainPage(http));
            }
        });
    }

    private static int StatusOf(Exception failure) => failure switch
    {
        AltogicUnavailableException { Status: StatusCodes.Status429TooManyRequests } => StatusCodes.Status429TooManyRequests,
        AltogicUnavailableException => StatusCodes.Status503ServiceUnavailable,
        BadHttpRequestException bad => bad.StatusCode,
        _ => StatusCodes.Status500InternalServerError,
    };

    private static string PlainPage(HttpContext http) =>
        "<!doctype html><html lang=\"en\"><title>Something went wrong</title><main><h1>Something went wrong</h1>" +
        $"<p>Please try again in a minute. Reference: <code>{Activity.Current?.TraceId.ToString() ?? http.TraceIdentifier}</code></p>" +
        $"<p><a href=\"{http.Request.PathBase}/\">Start page</a></p></main></html>";

    [LoggerMessage(500, LogLevel.Critical, "The error page itself failed on {Method}")]
    private static partial void ErrorPageFailed(this ILogger logger, Exception failure, string method);
}
