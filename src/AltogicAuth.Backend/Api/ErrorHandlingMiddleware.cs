using System.Diagnostics;
using System.Globalization;
using System.Text;
using AltogicAuth.Backend.Data;

namespace AltogicAuth.Backend.Api;

/// <summary>Makes every error a JSON response of one form, including those of the framework, and measures each call with its result.</summary>
internal sealed partial class ErrorHandlingMiddleware(RequestDelegate next, BackendMetrics metrics, ILogger<ErrorHandlingMiddleware> logger)
{
    public async Task InvokeAsync(HttpContext http)
    {
        var began = Stopwatch.GetTimestamp();
        var result = await CallAsync(http);
        metrics.CallEnded((http.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? "none", result, Stopwatch.GetElapsedTime(began));
    }

    /// <summary>Returns the code of the error, or <c>ok</c>.</summary>
    private async Task<string> CallAsync(HttpContext http)
    {
        http.Request.LiftLimit();
        try
        {
            await next(http);
            if (!http.Response.HasStarted && http.Response.ContentType is null && OfTheFramework(http.Response.StatusCode) is { } error)
            {
                return await RespondAsync(http, error);
            }

            return "ok";
        }
        catch (Exception failure) when (!http.Response.HasStarted)
        {
            if (failure is OperationCanceledException && http.RequestAborted.IsCancellationRequested)
            {
                // The caller is gone; the status is for logs and tests.
                http.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
                return "cancelled";
            }

            // The response that failed may have set a length, or a lifetime in caches.
            http.Response.Clear();
            http.Response.Headers.XContentTypeOptions = "nosniff";
            return await RespondAsync(http, ErrorOf(failure, http.Request.Path));
        }
    }

    private ApiException ErrorOf(Exception failure, string path)
    {
        switch (failure)
        {
            case ApiException error:
                return error;
            case RejectedException rejected:
                return ApiException.From(rejected);
            case InvalidFieldException invalid:
                return ApiException.From(invalid);
            case DatabaseUnavailableException:
                DatabaseUnavailable(failure.InnerException!.Message);
                return ApiException.DatabaseUnavailable();
            case StorageUnavailableException:
                StorageUnavailable(failure.Message);
                return ApiException.StorageUnavailable();
            case BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge }:
                return ApiException.BodyTooLarge();
            case BadHttpRequestException:
                return ApiException.BodyMalformed();
            default:
                Unhandled(failure, path);
                return new ApiException(500, "internal_server_error", "Something went wrong.");
        }
    }

    private static ApiException? OfTheFramework(int status) => status switch
    {
        404 => ApiException.NothingHere(),
        405 => new ApiException(405, "method_not_allowed", "This method is not allowed here."),
        415 => ApiException.UnsupportedMediaType(),
        >= 400 => new ApiException(status, "client_error", "The request was rejected."),
        _ => null,
    };

    private static async Task<string> RespondAsync(HttpContext http, ApiException error)
    {
        await http.Request.DiscardBodyAsync();
        http.Response.StatusCode = error.Status;
        http.Response.ContentType = "application/json; charset=utf-8";
        if (error.RetryAfter is { } wait)
        {
            http.Response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        }

        await http.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(error.ToJson().ToJsonString()));
        return error.Code;
    }

    [LoggerMessage(3007, LogLevel.Error, "The database is not available: {Reason}")]
    private partial void DatabaseUnavailable(string reason);

    [LoggerMessage(3040, LogLevel.Error, "Contents of files are not available: {Reason}")]
    private partial void StorageUnavailable(string reason);

    [LoggerMessage(3001, LogLevel.Error, "The backend failed at {Path}")]
    private partial void Unhandled(Exception failure, string path);
}
