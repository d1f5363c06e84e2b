using Microsoft.AspNetCore.Mvc.Filters;

namespace AltogicAuth.Pages;

/// <summary>
/// When Altogic cannot be reached, a posted form comes back as it was typed, without its passwords, and says that
/// nothing was lost. A GET has nothing to keep: it goes to the error page. The log gets the cause of either.
/// </summary>
public sealed class OutageFilter(ILogger<OutageFilter> logger) : IAsyncPageFilter
{
    private static readonly TimeSpan Usual = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    public Task OnPageHandlerSelectionAsync(PageHandlerSelectedContext context) => Task.CompletedTask;

    public async Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        var executed = await next();
        if (executed is not { Exception: AltogicUnavailableException outage, ExceptionHandled: false })
        {
            return;
        }

        logger.Unavailable(context.ActionDescriptor.ViewEnginePath, outage);
        if (HttpMethods.IsPost(context.HttpContext.Request.Method) && context.HandlerInstance is PageModel page)
        {
            page.Response.Headers.RetryAfter = RetryAfter(outage);
            executed.ExceptionHandled = true;
            executed.Result = page.RedisplayWithError(outage.IsOverloaded ? "Error.Busy" : "Error.Unavailable", status: StatusCodes.Status503ServiceUnavailable);
        }
    }

    /// <summary>Seconds until another try is worth it: what Altogic asked for, within five minutes, else half a minute.</summary>
    public static string RetryAfter(AltogicUnavailableException? outage)
    {
        // Altogic may name a time of day, which is far off when one of the two clocks is wrong.
        var seconds = Math.Min((outage?.RetryAfter ?? Usual).TotalSeconds, Longest.TotalSeconds);
        return Math.Ceiling(seconds).ToString(CultureInfo.InvariantCulture);
    }
}

internal static partial class OutageLog
{
    public static void Unavailable(this ILogger logger, string page, AltogicUnavailableException outage)
    {
        var cause = outage.GetBaseException();
        logger.Unavailable(page, outage.Message, cause == outage ? "" : cause.Message);
    }

    [LoggerMessage(2005, LogLevel.Warning, "Answered 503 on {Page}: {Problem} {Cause}")]
    private static partial void Unavailable(this ILogger logger, string page, string problem, string cause);
}
