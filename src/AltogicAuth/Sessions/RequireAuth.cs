using Altogic;
using AltogicAuth.Forms;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace AltogicAuth.Sessions;

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
        await http.SignOutHereAsync();
        ((PageModel)context.HandlerInstance).Tell("Session.Ended");
        http.RequestServices.GetRequiredService<SecurityEvents>().SessionFoundDead();
        executed.ExceptionHandled = true;
        executed.Result = new LocalRedirectResult(LoginAddress.For(http.Request));
    }
}
