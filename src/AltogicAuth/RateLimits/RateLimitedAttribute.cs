using System.Globalization;
using AltogicAuth.Forms;
using AltogicAuth.Resources;
using AltogicAuth.Sessions;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace AltogicAuth.RateLimits;

/// <summary>A page whose form names an account: an address, or the user who is logged in.</summary>
public interface INamesAccount
{
    string? Account { get; }
}

/// <summary>A page whose address brings what may not get lost while the visitor waits.</summary>
public interface IWaitsForItsTurn
{
    void KeepForLater();
}

/// <summary>
/// Bounds how often a form may be tried, per account and per address. One try too many comes back with status 429, the
/// form as it was typed, and the seconds to wait.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class RateLimitedAttribute(LimitedForm form) : Attribute, IAsyncPageFilter
{
    public Task OnPageHandlerSelectionAsync(PageHandlerSelectedContext context) => Task.CompletedTask;

    public async Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        var http = context.HttpContext;
        var isTry = HttpMethods.IsPost(http.Request.Method) || http.Request.Query.ContainsKey("access_token");
        var page = (PageModel)context.HandlerInstance;
        if (isTry && Limit(http, page) is { } limit)
        {
            context.Result = await RefuseAsync(page, limit.Wait, limit.Partition);
            return;
        }

        var executed = await next();
        if (executed is { Exception: TooManyTriesException tooMany, ExceptionHandled: false })
        {
            executed.ExceptionHandled = true;
            executed.Result = await RefuseAsync(page, tooMany.Wait, "turn");
        }
    }

    private (TimeSpan Wait, string Partition)? Limit(HttpContext http, PageModel page)
    {
        var account = (page as INamesAccount)?.Account;
        var browser = http.RequestServices.GetRequiredService<KnownBrowsers>().Find(http, account);
        return http.RequestServices.GetRequiredService<Limiter>().TryEnter(form, account, http.Connection.RemoteIpAddress, browser);
    }

    private async Task<IActionResult> RefuseAsync(PageModel page, TimeSpan wait, string partition)
    {
        var services = page.HttpContext.RequestServices;
        services.GetRequiredService<SecurityEvents>().LimitHit(form.ToString(), partition);
        page.Response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        if (HttpMethods.IsGet(page.Request.Method))
        {
            (page as IWaitsForItsTurn)?.KeepForLater();
        }

        return HttpMethods.IsPost(page.Request.Method)
            ? await page.RefuseUnhandledAsync(TextFor(wait, services.GetRequiredService<IStringLocalizer<Texts>>()), StatusCodes.Status429TooManyRequests)
            : new StatusCodeResult(StatusCodes.Status429TooManyRequests);
    }

    private static string TextFor(TimeSpan wait, IStringLocalizer<Texts> texts) => wait > TimeSpan.FromMinutes(2)
        ? texts["RateLimit.WaitMinutes", Math.Ceiling(wait.TotalMinutes)]
        : texts["RateLimit.Wait", Math.Ceiling(wait.TotalSeconds)];
}
