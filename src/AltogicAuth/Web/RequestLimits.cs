using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace AltogicAuth.Web;

public static class RequestLimits
{
    /// <summary>Above the longest valid form: a name of 2,000 characters of up to nine encoded bytes.</summary>
    public const long MaxFormBytes = 32 * 1024;

    /// <summary>Well above the limit of a photo: between the two, the page explains the rejection.</summary>
    public const long MaxPhotoFormBytes = 32 * 1024 * 1024;

    public static bool AcceptsPhotos(PathString path) => path.StartsWithSegments("/profile/photo");

    public static void UseRequestLimits(this WebApplication app) => app.Use(async (http, next) =>
    {
        if (http.IsReexecuted())
        {
            // The error page is a GET whatever the method was. The request log keeps the method.
            var method = http.Request.Method;
            http.Request.Method = HttpMethods.Get;
            await next(http);
            http.Request.Method = method;
            return;
        }

        var limit = AcceptsPhotos(http.Request.Path) ? MaxPhotoFormBytes : MaxFormBytes;
        if (ErrorStatusOf(http.Request, limit) is not { } status)
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

    private static int? ErrorStatusOf(HttpRequest request, long limit)
    {
        // A Razor page would render for TRACE or OPTIONS like for GET.
        if (!HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method) && !HttpMethods.IsPost(request.Method))
        {
            return StatusCodes.Status405MethodNotAllowed;
        }

        if (MediaTypeHeaderValue.TryParse(request.ContentType, out var type) && type.Charset is { HasValue: true } charset &&
            charset.ToString().Trim('"').ToLowerInvariant() is not ("utf-8" or "us-ascii" or "iso-8859-1"))
        {
            return StatusCodes.Status415UnsupportedMediaType;
        }

        return request.ContentLength > limit ? StatusCodes.Status413PayloadTooLarge : null;
    }
}
