using Microsoft.AspNetCore.Diagnostics;

namespace AltogicAuth.Web;

public static class RequestKinds
{
    /// <summary>Whether a user navigates to a page: no HEAD, no prefetch or preview, no image, frame or script.</summary>
    public static bool IsDocumentNavigation(this HttpRequest request) =>
        IsRead(request) && request.Headers["Sec-Fetch-Dest"].ToString() is "" or "document";

    /// <summary>Whether the user sees this page: by navigation or through the site's script, and not as an error page.</summary>
    public static bool IsUserVisible(this HttpRequest request) =>
        IsRead(request) && request.Headers["Sec-Fetch-Dest"].ToString() is "" or "document" or "empty" && !request.HttpContext.IsReexecuted();

    public static bool IsReexecuted(this HttpContext http) => http.FailedPath() is not null;

    /// <summary>Null unless the pipeline runs again for an error page.</summary>
    public static string? FailedPath(this HttpContext http) =>
        http.Features.Get<IExceptionHandlerPathFeature>()?.Path ?? http.Features.Get<IStatusCodeReExecuteFeature>()?.OriginalPath;

    /// <summary>Whether the browser keeps cookies. A page sets one with every form, so a POST without any means that it does not.</summary>
    public static bool HasCookies(this HttpRequest request) => request.Cookies.Count > 0;

    private static bool IsRead(HttpRequest request) =>
        HttpMethods.IsGet(request.Method) && !new[] { "Sec-Purpose", "Purpose", "X-Purpose", "X-Moz" }.Any(header =>
            new[] { "prefetch", "preview" }.Any(word => request.Headers[header].ToString().Contains(word, StringComparison.OrdinalIgnoreCase)));
}
