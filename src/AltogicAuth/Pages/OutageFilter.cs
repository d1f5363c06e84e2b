using AltogicAuth.RateLimiting;

namespace AltogicAuth.Pages;

/// <summary>Redisplays a posted form as it was typed. A GET, except the callback of a mailed link, gets the error page.</summary>
public sealed partial class OutageFilter(SecurityEvents events, ILogger<OutageFilter> logger) : IAsyncPageFilter
{
    private static readonly TimeSpan Usual = TimeSpan.FromSeconds(30);
    // Longer than the backend's longest window, which is ten minutes.
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(15);

    public Task OnPageHandlerSelectionAsync(PageHandlerSelectedContext context) => Task.CompletedTask;

    public async Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        var executed = await next();
        if (executed is not { Exception: AltogicUnavailableException outage, ExceptionHandled: false })
        {
            return;
        }

        var isLimit = outage.Status == StatusCodes.Status429TooManyRequests;
        if (isLimit)
        {
            events.RateLimitExceeded("Backend", "account or address");
        }
        else
        {
            var cause = outage.GetBaseException();
            Unavailable(context.ActionDescriptor.ViewEnginePath, outage.Message, cause == outage ? "" : cause.Message);
        }

        var hasForm = HttpMethods.IsPost(context.HttpContext.Request.Method) || context.HandlerInstance is AuthRedirectModel { Link: not null };
        if (hasForm && context.HandlerInstance is PageModel page)
        {
            page.Response.Headers.RetryAfter = RetryAfter(outage);
            executed.ExceptionHandled = true;
            executed.Result = isLimit
                ? page.RedisplayWithError(RateLimitFilter.Rejected, status: StatusCodes.Status429TooManyRequests)
                : page.RedisplayWithError(outage.IsOverloaded ? "Error.Busy" : "Error.Unavailable", status: StatusCodes.Status503ServiceUnavailable);
        }
    }

    public static string RetryAfter(AltogicUnavailableException? outage) =>
        Math.Ceiling(DelayOf(outage).TotalSeconds).ToString(CultureInfo.InvariantCulture);

    // Altogic may name a time of day, which is far off when one of the two clocks is wrong.
    private static TimeSpan DelayOf(AltogicUnavailableException? outage)
    {
        var delay = outage?.RetryAfter ?? Usual;
        return delay < Longest ? delay : Longest;
    }

    [LoggerMessage(2005, LogLevel.Warning, "Responded 503 on {Page}: {Problem} {Cause}")]
    private partial void Unavailable(string page, string problem, string cause);
}
