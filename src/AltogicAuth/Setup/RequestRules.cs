using System.Net.Http.Headers;
using AltogicAuth.Sessions;

namespace AltogicAuth.Setup;

/// <summary>What the site does not read at all: other verbs than GET, HEAD and POST, odd charsets, bodies too long for a form.</summary>
public static class RequestRules
{
    /// <summary>No form of the site but the picture's comes near it.</summary>
    public const long MaxFormBytes = 1024 * 1024;

    /// <summary>Well above what a picture may have: what lies between is refused by its page, in words.</summary>
    public const long MaxPhotoFormBytes = 32 * 1024 * 1024;

    private static readonly HashSet<string> Charsets = new(StringComparer.OrdinalIgnoreCase) { "utf-8", "us-ascii", "iso-8859-1" };

    public static void UseRequestRules(this WebApplication app) => app.Use((http, next) =>
    {
        if (http.IsAnsweredAgain())
        {
            // The page that explains a refusal answers the same request, whatever its verb was.
            http.Request.Method = HttpMethods.Get;
            return next(http);
        }

        if (RefusalOf(http.Request) is not { } status)
        {
            return next(http);
        }

        http.Response.StatusCode = status;
        if (status == StatusCodes.Status405MethodNotAllowed)
        {
            http.Response.Headers.Allow = "GET, HEAD, POST";
        }

        return Task.CompletedTask;
    });

    private static int? RefusalOf(HttpRequest request)
    {
        // A Razor page would render for TRACE or OPTIONS as if it were a GET.
        if (!HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method) && !HttpMethods.IsPost(request.Method))
        {
            return StatusCodes.Status405MethodNotAllowed;
        }

        // Antiforgery would throw on utf-7 while it reads the form.
        if (MediaTypeHeaderValue.TryParse(request.ContentType, out var type) && type.CharSet is { } charset &&
            !Charsets.Contains(charset.Trim('"')))
        {
            return StatusCodes.Status415UnsupportedMediaType;
        }

        var limit = request.Path.StartsWithSegments("/profile/photo") ? MaxPhotoFormBytes : MaxFormBytes;
        return request.ContentLength > limit ? StatusCodes.Status413PayloadTooLarge : null;
    }
}
