using AltogicAuth.Photos;

namespace AltogicAuth.Web;

/// <summary>Reads a form before model binding, which would report some unreadable forms as errors of the server.</summary>
public sealed class UnreadableFormFilter : IAsyncResourceFilter
{
    public async Task OnResourceExecutionAsync(ResourceExecutingContext context, ResourceExecutionDelegate next)
    {
        var request = context.HttpContext.Request;
        if (HttpMethods.IsPost(request.Method) && request.HasFormContentType && await ReadAsync(request) is { } errorStatus)
        {
            context.Result = new StatusCodeResult(errorStatus);
            return;
        }

        await next();
    }

    private static async Task<int?> ReadAsync(HttpRequest request)
    {
        try
        {
            await request.ReadFormAsync(request.HttpContext.RequestAborted);
            return null;
        }
        catch (BadHttpRequestException bad)
        {
            return bad.StatusCode;
        }
        catch (NotSupportedException)
        {
            // The body, or one of its parts, has a charset that .NET no longer reads (utf-7).
            return StatusCodes.Status415UnsupportedMediaType;
        }
        catch (Exception broken) when (broken is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            // An upload that is too long for a photo may have found no writable temporary directory.
            return request.ContentLength > PhotoProcessor.MaxBytes ? StatusCodes.Status413PayloadTooLarge : StatusCodes.Status400BadRequest;
        }
    }
}
