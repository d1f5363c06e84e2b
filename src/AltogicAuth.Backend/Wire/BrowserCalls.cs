using System.Text;

namespace AltogicAuth.Backend.Wire;

/// <summary>Lets browsers of other origins call the API: it is guarded by headers that no page sends by itself.</summary>
internal sealed class BrowserCalls(RequestDelegate next)
{
    /// <summary>Whether a form was posted by a page of this site. An old browser sends <c>Origin</c> only.</summary>
    public static bool ComeFrom(HttpRequest request, Uri site)
    {
        var initiator = request.Headers["Sec-Fetch-Site"].ToString();
        return initiator.Length > 0
            ? initiator == "same-origin"
            : request.Headers.Origin.ToString() == site.GetLeftPart(UriPartial.Authority);
    }

    public Task InvokeAsync(HttpContext http)
    {
        var headers = http.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        var origin = http.Request.Headers.Origin.ToString();
        if (origin.Length == 0 || !Ascii.IsValid(origin) || !http.Request.Path.StartsWithSegments("/_api"))
        {
            return next(http);
        }

        headers.AccessControlAllowOrigin = origin;
        headers.AccessControlAllowCredentials = "true";
        headers.Vary = "Origin";
        if (!HttpMethods.IsOptions(http.Request.Method))
        {
            return next(http);
        }

        headers.AccessControlAllowMethods = "GET, POST";
        headers.AccessControlAllowHeaders = "Content-Type, Authorization, Session, X-Client, X-Client-Key";
        return Task.CompletedTask;
    }
}
