using System.Globalization;
using AltogicAuth.Resources;
using AltogicAuth.Web;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.Extensions.Localization;

namespace AltogicAuth.RateLimiting;

/// <summary>
/// Answers an attempt for which <see cref="AttemptPermits"/> has no permit: status 429, the form as it was typed, and the
/// seconds to wait.
/// </summary>
public sealed class RateLimitFilter(SecurityEvents events, IStringLocalizer<Texts> texts) : IAsyncPageFilter
{
    public Task OnPageHandlerSelectionAsync(PageHandlerSelectedContext context) => Task.CompletedTask;

    public async Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        var executed = await next();
        if (executed is { Exception: TooManyAttemptsException tooMany, ExceptionHandled: false })
        {
            executed.ExceptionHandled = true;
            executed.Result = await RefuseAsync((PageModel)context.HandlerInstance, tooMany);
        }
    }

    private async Task<IActionResult> RefuseAsync(PageModel page, TooManyAttemptsException tooMany)
    {
        events.RateLimitExceeded($"{tooMany.Form}", tooMany.Partition);
        page.Response.Headers.RetryAfter = Math.Ceiling(tooMany.Wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        return HttpMethods.IsPost(page.Request.Method)
            ? await page.RejectBeforeHandlerAsync(TextFor(tooMany.Wait), StatusCodes.Status429TooManyRequests)
            : new StatusCodeResult(StatusCodes.Status429TooManyRequests);
    }

    private string TextFor(TimeSpan wait) => wait > TimeSpan.FromMinutes(2)
        ? texts["RateLimit.WaitMinutes", Math.Ceiling(wait.TotalMinutes)]
        : texts["RateLimit.Wait", Math.Ceiling(wait.TotalSeconds)];
}
