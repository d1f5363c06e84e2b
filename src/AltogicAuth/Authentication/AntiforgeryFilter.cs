using Microsoft.AspNetCore.Antiforgery;

namespace AltogicAuth.Authentication;

/// <summary>Keeps what was typed: mostly, the visitor signed in or out in another tab. A browser without cookies gets its own message.</summary>
public sealed class AntiforgeryFilter(IAntiforgery antiforgery, SecurityEvents events) : IAsyncPageFilter
{
    public Task OnPageHandlerSelectionAsync(PageHandlerSelectedContext context) => Task.CompletedTask;

    public async Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        if (await antiforgery.IsRequestValidAsync(context.HttpContext))
        {
            await next();
            return;
        }

        events.AntiforgeryRejected(context.ActionDescriptor.DisplayName ?? "");
        context.Result = await ((PageModel)context.HandlerInstance).RejectFormAsync(
            context.HttpContext.Request.HasCookies() ? "Error.Stale" : "Error.NoCookies", StatusCodes.Status400BadRequest);
    }
}
