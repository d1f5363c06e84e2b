namespace AltogicAuth.RateLimiting;

public sealed class RateLimitFilter(IStringLocalizer<Texts> texts) : IAsyncPageFilter
{
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
            ? await page.RejectFormAsync(TextFor(texts, delay), StatusCodes.Status429TooManyRequests)
            : new StatusCodeResult(StatusCodes.Status429TooManyRequests);
    }

    public static string TextFor(IStringLocalizer<Texts> texts, TimeSpan delay) => delay > TimeSpan.FromMinutes(2)
        ? texts["RateLimit.WaitMinutes", Math.Ceiling(delay.TotalMinutes)]
        : texts["RateLimit.Wait", Math.Ceiling(delay.TotalSeconds)];
}
