using AltogicAuth.Photos;
using Microsoft.AspNetCore.Mvc.Filters;

namespace AltogicAuth.Web;

/// <summary>
/// Reads a form before anything is bound from it. One that cannot be read is its sender's mistake; while it is bound,
/// some of the ways to be unreadable would be the server's.
/// </summary>
public sealed class UnreadableFormFilter : IAsyncResourceFilter
{
    public Task OnResourceExecutionAsync(ResourceExecutingContext context, ResourceExecutionDelegate next) =>
        HttpMethods.IsPost(context.HttpContext.Request.Method) && context.HttpContext.Request.HasFormContentType
            ? ReadAsync(context, next)
            : next();

    private static async Task ReadAsync(ResourceExecutingContext context, ResourceExecutionDelegate next)
    {
        if (await ProblemOfAsync(context.HttpContext) is { } status)
        {
            context.Result = new StatusCodeResult(status);
            return;
        }

        await next();
    }

    private static async Task<int?> ProblemOfAsync(HttpContext http)
    {
        try
        {
            await http.Request.ReadFormAsync(http.RequestAborted);
            return null;
        }
        catch (BadHttpRequestException bad)
        {
            return bad.StatusCode;
        }
        catch (NotSupportedException)
        {
            // A charset that .NET does not read any more (utf-7), of the body or of one of its parts.
            return StatusCodes.Status415UnsupportedMediaType;
        }
        catch (Exception broken) when (broken is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            // What is too long for a picture may have found no temporary file to wait in.
            return http.Request.ContentLength > PhotoProcessor.MaxBytes ? StatusCodes.Status413PayloadTooLarge : StatusCodes.Status400BadRequest;
        }
    }
}
