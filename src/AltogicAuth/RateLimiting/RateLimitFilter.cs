using AltogicAuth.Resources;

namespace AltogicAuth.RateLimiting;

public sealed class RateLimitFilter(SecurityEvents events, IStringLocalizer<Texts> texts) : IAsyncPageFilter
{
    public Task OnPageHandlerSelectionAsync(PageHandlerSelectedContext context) => Task.CompletedTask;

    public async Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        var executed = await next();
        if (executed is { Exception: TooManyAttemptsException tooMany, ExceptionHandled: false })
        {
            executed.ExceptionHandled = true;
            executed.Result = await RejectAsync((PageModel)context.HandlerInstance, tooMany);
        }
    }

    private async Task<IActionResult> RejectAsync(PageModel page, TooManyAttemptsException tooMany)
    {
        events.RateLimitExceeded($"{tooMany.Policy}", tooMany.Rejection.Partition);
        var delay = tooMany.Rejection.Delay;
        page.Response.Headers.RetryAfter = Math.Ceiling(delay.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        return HttpMethods.IsPost(page.Request.Method)
            ? await page.RejectBeforeHandlerAsync(TextFor(texts, delay), StatusCodes.Status429TooManyRequests)
            : new StatusCodeResult(StatusCodes.Status429TooManyRequests);
    }

    /// <summary>How long to wait, for a person.</summary>
    public static string TextFor(IStringLocalizer<Texts> texts, TimeSpan delay) => delay > TimeSpan.FromMinutes(2)
        ? texts["RateLimit.WaitMinutes", Math.Ceiling(delay.TotalMinutes)]
        : texts["RateLimit.Wait", Math.Ceiling(delay.TotalSeconds)];
}
