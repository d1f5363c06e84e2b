using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;

namespace AltogicAuth.Forms;

/// <summary>
/// A handler that a page does not have is not found, and a page without a form takes no POST. Razor Pages itself would
/// run the page's default handler, or render the page and run nothing.
/// </summary>
public sealed class UnknownHandlerFilter : IPageFilter
{
    public void OnPageHandlerSelected(PageHandlerSelectedContext context)
    {
    }

    public void OnPageHandlerExecuting(PageHandlerExecutingContext context)
    {
        if (!IsErrorPage(context) && !string.Equals(NameOf(context), context.HandlerMethod?.Name ?? "", StringComparison.OrdinalIgnoreCase))
        {
            context.Result = new NotFoundResult();
        }
        else if (context.HandlerMethod is null && HttpMethods.IsPost(context.HttpContext.Request.Method))
        {
            context.HttpContext.Response.Headers.Allow = "GET, HEAD";
            context.Result = new StatusCodeResult(StatusCodes.Status405MethodNotAllowed);
        }
    }

    public void OnPageHandlerExecuted(PageHandlerExecutedContext context)
    {
    }

    private static string NameOf(PageHandlerExecutingContext context) => context.HttpContext.Request.Query["handler"].ToString();

    private static bool IsErrorPage(PageHandlerExecutingContext context) =>
        context.ActionDescriptor.ViewEnginePath == "/Error";
}
