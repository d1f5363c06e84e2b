using System.Diagnostics;

namespace AltogicAuth.Hosting;

/// <summary>Every failure ends as a page of ours; when even that page fails, as a plain one.</summary>
public static class ErrorPages
{
    public static void UseErrorPages(this WebApplication app)
    {
        app.UseExceptionHandler(new ExceptionHandlerOptions
        {
            ExceptionHandlingPath = "/error",
            AllowStatusCode404Response = true,
            StatusCodeSelector = StatusOf,
            SuppressDiagnosticsCallback = failure => failure.Exception is AltogicException or BadHttpRequestException,
        });
        app.UseStatusCodePagesWithReExecute("/error");
    }

    /// <summary>The outermost catch: an answer without a framework, in case the error page is what failed.</summary>
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
                app.Logger.FallbackErrorPage(failure, http.Request.Method);
                await AnswerPlainly(http);
            }
        });
    }

    private static int StatusOf(Exception failure) => failure switch
    {
        AltogicUnavailableException => StatusCodes.Status503ServiceUnavailable,
        BadHttpRequestException bad => bad.StatusCode,
        _ => StatusCodes.Status500InternalServerError,
    };

    private static Task AnswerPlainly(HttpContext http)
    {
        var reference = Activity.Current?.TraceId.ToString() ?? http.TraceIdentifier;
        http.Response.Clear();
        http.Response.StatusCode = StatusCodes.Status500InternalServerError;
        http.Response.ContentType = "text/html; charset=utf-8";
        SecurityHeaders.Write(http.Response, SecurityHeaders.StrictPolicy);
        return http.Response.WriteAsync(
            "<!doctype html><html lang=\"en\"><title>Something went wrong</title><main><h1>Something went wrong</h1>" +
            $"<p>Please try again in a minute. Reference: <code>{reference}</code></p><p><a href=\"{http.Request.PathBase}/\">Start page</a></p></main></html>");
    }
}

internal static partial class ErrorLog
{
    [LoggerMessage(500, LogLevel.Critical, "The error page itself failed on {Method}")]
    public static partial void FallbackErrorPage(this ILogger logger, Exception failure, string method);
}
