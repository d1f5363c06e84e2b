using AltogicAuth.Web;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.Filters;

namespace AltogicAuth.Authentication;

/// <summary>
/// Only signed-in visitors. Others are sent to log in before a byte of the body is read; a session that Altogic no
/// longer knows ends here, in one place, whichever handler ran into it.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class RequireAuthAttribute : AuthorizeAttribute, IAsyncPageFilter, IOrderedFilter
{
    /// <summary>Around the filters of all pages: they load for a page that is shown again, and may run into a dead session too.</summary>
    public int Order => -1;

    public Task OnPageHandlerSelectionAsync(PageHandlerSelectedContext context) => Task.CompletedTask;

    public async Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        var executed = await next();
        if (executed.Exception is not AltogicSessionException || executed.ExceptionHandled)
        {
            return;
        }

        var http = context.HttpContext;
        // A session that began with this request has no cookie yet, and gets none.
        if (!http.CancelRenewal())
        {
            http.RequestServices.GetRequiredService<EndedSession>().Note(http, await http.SessionTokenAsync());
        }

        http.ForgetPages();
        ((PageModel)context.HandlerInstance).SetFlash(Flash.SessionEnded);
        http.RequestServices.GetRequiredService<SecurityEvents>().EndedSessionFound();
        executed.ExceptionHandled = true;
        executed.Result = new LocalRedirectResult(WayOn(http.Request));
    }

    // What was posted leads to its page: there the browser shows its newest session, if another request has begun one.
    private static string WayOn(HttpRequest request) =>
        HttpMethods.IsPost(request.Method) && ReturnUrl.Local(request.PathBase + request.Path) is { } page ? page : LoginUrl.For(request);
}
