using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace AltogicAuth.Web;

/// <summary>What the site does not read at all: other verbs than GET, HEAD and POST, odd charsets, bodies too long for a form.</summary>
public static class RequestLimits
{
    /// <summary>Above what the longest form may bring: a name of 2,000 characters, each of which takes up to nine bytes on the way.</summary>
    public const long MaxFormBytes = 32 * 1024;

    /// <summary>Well above what a picture may have: what lies between is refused by its page, in words.</summary>
    public const long MaxPhotoFormBytes = 32 * 1024 * 1024;

    private static readonly HashSet<string> Charsets = new(StringComparer.OrdinalIgnoreCase) { "utf-8", "us-ascii", "iso-8859-1" };

    /// <summary>Whether a path takes pictures, and so more than any other form.</summary>
    public static bool TakesPictures(PathString path) => path.StartsWithSegments("/profile/photo");

    public static void UseRequestLimits(this WebApplication app) => app.Use(async (http, next) =>
    {
        if (http.IsReexecuted())
        {
            await ExplainAsync(http, next);
            return;
        }

        var limit = TakesPictures(http.Request.Path) ? MaxPhotoFormBytes : MaxFormBytes;
        if (RefusalOf(http.Request, limit) is not { } status)
        {
            if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } body)
            {
                body.MaxRequestBodySize = limit;
            }

            await next(http);
            return;
        }

        http.Response.StatusCode = status;
        if (status == StatusCodes.Status405MethodNotAllowed)
        {
            http.Response.Headers.Allow = "GET, HEAD, POST";
        }
    });

    /// <summary>The page that explains a refusal answers the same request, whatever its verb was. The log line keeps the verb.</summary>
    private static async Task ExplainAsync(HttpContext http, RequestDelegate next)
    {
        var verb = http.Request.Method;
        http.Request.Method = HttpMethods.Get;
        await next(http);
        http.Request.Method = verb;
    }

    private static int? RefusalOf(HttpRequest request, long limit)
    {
        // A Razor page would render for TRACE or OPTIONS as if it were a GET.
        if (!HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method) && !HttpMethods.IsPost(request.Method))
        {
            return StatusCodes.Status405MethodNotAllowed;
        }

        if (MediaTypeHeaderValue.TryParse(request.ContentType, out var type) && type.Charset is { HasValue: true } charset &&
            !Charsets.Contains(charset.ToString().Trim('"')))
        {
            return StatusCodes.Status415UnsupportedMediaType;
        }

        return request.ContentLength > limit ? StatusCodes.Status413PayloadTooLarge : null;
    }
}
