using AltogicAuth.Web;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Mvc.Filters;

namespace AltogicAuth.Authentication;

/// <summary>
/// No handler runs for a form whose antiforgery token does not fit. Mostly such a form is merely late: the visitor
/// logged in or out in another tab. So it comes back filled in, or leads to where the login already done would lead.
/// A browser that keeps no cookies would get the same answer for ever: it is told so.
/// </summary>
public sealed class AntiforgeryFilter(IAntiforgery antiforgery, SecurityEvents events) : IAsyncPageFilter
{
    public Task OnPageHandlerSelectionAsync(PageHandlerSelectedContext context) => Task.CompletedTask;

    public async Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        if (await RefuseAsync(context) is not { } refusal)
        {
            await next();
            return;
        }

        events.AntiforgeryRejected(context.ActionDescriptor.DisplayName ?? "");
        context.Result = refusal;
    }

    private async Task<IActionResult?> RefuseAsync(PageHandlerExecutingContext context)
    {
        var http = context.HttpContext;
        if (await antiforgery.IsRequestValidAsync(http))
        {
            return null;
        }

        var isPastLogin = http.User.Identity?.IsAuthenticated == true && http.GetEndpoint()?.Metadata.GetMetadata<RequireNoAuthAttribute>() is not null;
        return isPastLogin
            ? RequireNoAuthAttribute.Onward(http)
            : await ((PageModel)context.HandlerInstance).RejectBeforeHandlerAsync(
                http.Request.HasCookies() ? "Error.Stale" : "Error.NoCookies", StatusCodes.Status400BadRequest);
    }
}
