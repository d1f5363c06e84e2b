using Microsoft.AspNetCore.Mvc.RazorPages.Infrastructure;

namespace AltogicAuth.Web;

/// <summary>Rejects a handler that the page does not have, and a POST to a page without a form: Razor Pages would render the page.</summary>
// A GET of a form's address, which stays in the address bar after a rejection, redirects to the page.
public sealed class UnknownHandlerFilter : IAsyncPageFilter
{
    public Task OnPageHandlerSelectionAsync(PageHandlerSelectedContext context) => Task.CompletedTask;

    public Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        var request = context.HttpContext.Request;
        var isPost = HttpMethods.IsPost(request.Method);
        var name = request.Query["handler"].ToString();
        if (!IsNamed(context.HandlerMethod, name) && context.ActionDescriptor.ViewEnginePath != "/Error")
        {
            var isForm = context.ActionDescriptor.HandlerMethods.Any(handler => IsNamed(handler, name));
            context.Result = isForm && !isPost ? new LocalRedirectResult(PageUrl(request)) : new NotFoundResult();
        }
        else if (context.HandlerMethod is null && isPost)
        {
            context.HttpContext.Response.Headers.Allow = "GET, HEAD";
            context.Result = new StatusCodeResult(StatusCodes.Status405MethodNotAllowed);
        }

        return context.Result is null ? next() : Task.CompletedTask;
    }

    private static bool IsNamed(HandlerMethodDescriptor? handler, string name) =>
        string.Equals(name, handler?.Name ?? "", StringComparison.OrdinalIgnoreCase);

    private static string PageUrl(HttpRequest request) => request.PathBase + request.Path + QueryString.Create(
        request.Query.Where(part => !part.Key.Equals("handler", StringComparison.OrdinalIgnoreCase)));
}
