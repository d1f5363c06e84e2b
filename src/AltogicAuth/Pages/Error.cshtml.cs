using System.Diagnostics;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.WebUtilities;

namespace AltogicAuth.Pages;

[AllowAnonymous]
public sealed class ErrorModel : PageModel
{
    public string Kind { get; private set; } = "Unexpected";

    public string Continue { get; private set; } = "";

    /// <summary>Until another attempt may be made.</summary>
    public int? SecondsLeft => Kind == "TooMany" && int.TryParse(Response.Headers.RetryAfter, CultureInfo.InvariantCulture, out var seconds) ? seconds : null;

    /// <summary>Names the log records of this failure, where there are any.</summary>
    public string? Reference { get; private set; }

    public void OnGet()
    {
        var failure = HttpContext.Features.Get<IExceptionHandlerPathFeature>();
        var rejection = HttpContext.Features.Get<IStatusCodeReExecuteFeature>();
        var path = HttpContext.FailedPath();
        if (path is null)
        {
            // A visitor typed the address of this page.
            Response.StatusCode = StatusCodes.Status404NotFound;
        }

        Kind = KindOf(Response.StatusCode, path);
        var mayRepeat = Kind is "Unavailable" or "TooMany" or "TooLarge" or "PhotoTooLarge";
        Continue = (mayRepeat ? PathBack(path, rejection?.OriginalQueryString ?? Request.QueryString.Value) : null) ?? $"{Request.PathBase}/";
        if (Response.StatusCode >= 500)
        {
            Reference = Activity.Current?.TraceId.ToString() ?? HttpContext.TraceIdentifier;
        }

        if (Kind == "Unavailable" || failure?.Error is AltogicUnavailableException)
        {
            Response.Headers.RetryAfter = OutageFilter.RetryAfter(failure?.Error as AltogicUnavailableException);
        }
    }

    // Without the rest of the query, which may have the token of a mailed link.
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
