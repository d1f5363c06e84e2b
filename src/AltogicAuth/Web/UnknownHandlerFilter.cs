using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages.Infrastructure;

namespace AltogicAuth.Web;

/// <summary>
/// A handler that a page does not have is not found, and a page without a form takes no POST. Razor Pages itself would
/// run the page's default handler, or render the page and run nothing. The address of a form that was refused stays in the
/// address bar: whoever opens it from there is led to the page.
/// </summary>
public sealed class UnknownHandlerFilter : IPageFilter
{
    private const string Handler = "handler";

    public void OnPageHandlerSelected(PageHandlerSelectedContext context)
    {
    }

    public void OnPageHandlerExecuting(PageHandlerExecutingContext context)
    {
        var name = NameOf(context);
        if (!IsErrorPage(context) && !IsNamed(context.HandlerMethod, name))
        {
            var isAForms = !HttpMethods.IsPost(context.HttpContext.Request.Method) && context.ActionDescriptor.HandlerMethods.Any(handler => IsNamed(handler, name));
            context.Result = isAForms ? new LocalRedirectResult(WithoutHandler(context.HttpContext.Request)) : new NotFoundResult();
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

    private static string NameOf(PageHandlerExecutingContext context) => context.HttpContext.Request.Query[Handler].ToString();

    private static string WithoutHandler(HttpRequest request) => request.Path + QueryString.Create(
        request.Query.Where(part => !part.Key.Equals(Handler, StringComparison.OrdinalIgnoreCase)));

    private static bool IsNamed(HandlerMethodDescriptor? handler, string name) =>
        string.Equals(name, handler?.Name ?? "", StringComparison.OrdinalIgnoreCase);

    private static bool IsErrorPage(PageHandlerExecutingContext context) =>
        context.ActionDescriptor.ViewEnginePath == "/Error";
}
