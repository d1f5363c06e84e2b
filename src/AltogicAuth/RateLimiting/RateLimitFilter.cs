namespace AltogicAuth.RateLimiting;

public sealed class RateLimitFilter : IAsyncPageFilter
{
    /// <summary>The summary of errors adds the time of the Retry-After header.</summary>
    public const string Rejected = "RateLimit.Rejected";

    public Task OnPageHandlerSelectionAsync(PageHandlerSelectedContext context) => Task.CompletedTask;

    public async Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        var executed = await next();
        if (executed is not { Exception: TooManyAttemptsException { Delay: var delay }, ExceptionHandled: false })
        {
            return;
        }

        var page = (PageModel)context.HandlerInstance;
        page.Response.Headers.RetryAfter = Math.Ceiling(delay.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        executed.ExceptionHandled = true;
        executed.Result = HttpMethods.IsPost(page.Request.Method)
            ? await page.RejectFormAsync(Rejected, StatusCodes.Status429TooManyRequests)
            : new StatusCodeResult(StatusCodes.Status429TooManyRequests);
    }
}
