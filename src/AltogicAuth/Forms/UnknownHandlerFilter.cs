using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;

namespace AltogicAuth.Forms;

/// <summary>
/// A handler that a page does not have is not found. Razor Pages itself would render the page, with status 200, and
/// run nothing.
/// </summary>
public sealed class UnknownHandlerFilter : IPageFilter
{
    public void OnPageHandlerSelected(PageHandlerSelectedContext context)
    {
    }

    public void OnPageHandlerExecuting(PageHandlerExecutingContext context)
    {
        var request = context.HttpContext.Request;
        var names = context.RouteData.Values.ContainsKey("handler") || request.Query.ContainsKey("handler");
        if (context.HandlerMethod is null && (names || HttpMethods.IsPost(request.Method)) && !IsErrorPage(context))
        {
            context.Result = new NotFoundResult();
        }
    }

    public void OnPageHandlerExecuted(PageHandlerExecutedContext context)
    {
    }

    private static bool IsErrorPage(PageHandlerExecutingContext context) =>
        context.ActionDescriptor.ViewEnginePath == "/Error";
}
