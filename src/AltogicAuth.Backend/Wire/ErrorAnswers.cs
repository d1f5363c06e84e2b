using System.Globalization;
using System.Text;

namespace AltogicAuth.Backend.Wire;

/// <summary>Every failure is JSON of one shape, those of the framework included.</summary>
internal sealed partial class ErrorAnswers(RequestDelegate next, ILogger<ErrorAnswers> logger)
{
    public async Task InvokeAsync(HttpContext http)
    {
        http.Request.LiftLimit();
        try
        {
            await next(http);
            if (!http.Response.HasStarted && http.Response.ContentType is null && OfTheFramework(http.Response.StatusCode) is { } failure)
            {
                await AnswerAsync(http, failure);
            }
        }
        catch (ApiFailure failure) when (!http.Response.HasStarted)
        {
            await AnswerAsync(http, failure);
        }
        catch (BadHttpRequestException broken) when (!http.Response.HasStarted)
        {
            var isTooLarge = broken.StatusCode == StatusCodes.Status413PayloadTooLarge;
            await AnswerAsync(http, isTooLarge ? ApiFailure.TooLarge() : ApiFailure.BrokenBody());
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested && !http.Response.HasStarted)
        {
            // Nobody reads it; the status is for logs and tests.
            http.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
        }
        catch (Exception failure) when (!http.Response.HasStarted && failure is not OperationCanceledException)
        {
            Unhandled(failure, http.Request.Path);
            await AnswerAsync(http, new ApiFailure(500, "internal_server_error", "Something went wrong."));
        }
    }

    private static ApiFailure? OfTheFramework(int status) => status switch
    {
        404 => ApiFailure.NotFound("resource_not_found", "There is nothing at this address."),
        405 => new ApiFailure(405, "method_not_allowed", "This method is not allowed here."),
        415 => ApiFailure.UnknownMediaType(),
        >= 400 => new ApiFailure(status, "client_error", "The request was refused."),
        _ => null,
    };

    private static async Task AnswerAsync(HttpContext http, ApiFailure failure)
    {
        await http.Request.DiscardBodyAsync();
        http.Response.StatusCode = failure.Status;
        http.Response.ContentType = "application/json; charset=utf-8";
        if (failure.RetryAfter is { } wait)
        {
            http.Response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        }

        await http.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(failure.ToJson().ToJsonString()));
    }

    [LoggerMessage(3001, LogLevel.Error, "The local backend failed at {Path}")]
    private partial void Unhandled(Exception failure, string path);
}
