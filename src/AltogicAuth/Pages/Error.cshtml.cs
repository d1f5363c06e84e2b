using System.Diagnostics;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.WebUtilities;

namespace AltogicAuth.Pages;

/// <summary>Every failure, in words: what happened and what to do next. It shows whatever the request was.</summary>
[AllowAnonymous]
public sealed class ErrorModel : PageModel
{
    public string Kind { get; private set; } = "Unexpected";

    /// <summary>Where the visitor goes from here: the same page again, or the start page.</summary>
    public string WayOn { get; private set; } = "";

    /// <summary>Names the log records of this failure, where there are any.</summary>
    public string? Reference { get; private set; }

    public void OnGet()
    {
        var failure = HttpContext.Features.Get<IExceptionHandlerPathFeature>();
        var refusal = HttpContext.Features.Get<IStatusCodeReExecuteFeature>();
        var path = HttpContext.FailedPath();
        if (path is null)
        {
            // Somebody typed the address of this page.
            Response.StatusCode = StatusCodes.Status404NotFound;
        }

        Kind = KindOf(Response.StatusCode, path);
        var start = $"{Request.PathBase}/";
        WayOn = Kind is "Unavailable" or "TooMany" or "TooLarge" or "PhotoTooLarge" ? PathBack(path, refusal?.OriginalQueryString ?? Request.QueryString.Value) ?? start : start;
        if (Response.StatusCode >= 500)
        {
            Reference = Activity.Current?.TraceId.ToString() ?? HttpContext.TraceIdentifier;
        }

        if (Kind == "Unavailable")
        {
            Response.Headers.RetryAfter = OutageFilter.RetryAfter(failure?.Error as AltogicUnavailableException);
        }
    }

    // Without what else the address carried: a mailed link's token, for one.
    private string? PathBack(string? path, string? query) => ReturnUrl.Local((Request.PathBase + new PathString(path)).ToUriComponent()) is { } local
        ? local + ReturnUrl.Query(ReturnUrl.Local(QueryHelpers.ParseQuery(query).GetValueOrDefault("returnUrl")))
        : null;

    private static string KindOf(int status, string? path) => status switch
    {
        404 => "NotFound",
        405 => "Method",
        413 => RequestLimits.AcceptsPhotos(path) ? "PhotoTooLarge" : "TooLarge",
        429 => "TooMany",
        503 => "Unavailable",
        >= 500 => "Unexpected",
        _ => "BadRequest",
    };
}
