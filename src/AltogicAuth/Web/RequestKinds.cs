using Microsoft.AspNetCore.Diagnostics;

namespace AltogicAuth.Web;

public static class RequestKinds
{
    /// <summary>A page somebody navigates to: not a HEAD, not a prefetch or preview, not a picture or a script.</summary>
    public static bool IsDocumentNavigation(this HttpRequest request) =>
        IsRead(request) && request.Headers["Sec-Fetch-Dest"].ToString() is "" or "document";

    /// <summary>The same, or fetched by the site's own script, which shows what it gets; and the page that was asked for, no error page in its place.</summary>
    public static bool IsUserVisible(this HttpRequest request) =>
        IsRead(request) && request.Headers["Sec-Fetch-Dest"].ToString() is "" or "document" or "empty" && !request.HttpContext.IsReexecuted();

    /// <summary>An error page answers the same request once more.</summary>
    public static bool IsReexecuted(this HttpContext http) =>
        http.Features.Get<IStatusCodeReExecuteFeature>() is not null || http.Features.Get<IExceptionHandlerFeature>() is not null;

    /// <summary>What was asked for within the site, where a page of an error shows instead; null elsewhere.</summary>
    public static string? FailedPath(this HttpContext http) =>
        http.Features.Get<IExceptionHandlerPathFeature>()?.Path ?? http.Features.Get<IStatusCodeReExecuteFeature>()?.OriginalPath;

    private static bool IsRead(HttpRequest request) =>
        HttpMethods.IsGet(request.Method) &&
        !Says(request, "Sec-Purpose") && !Says(request, "Purpose") && !Says(request, "X-Purpose") && !Says(request, "X-Moz");

    private static bool Says(HttpRequest request, string header)
    {
        var value = request.Headers[header].ToString();
        return value.Contains("prefetch", StringComparison.OrdinalIgnoreCase) ||
               value.Contains("preview", StringComparison.OrdinalIgnoreCase);
    }
}
