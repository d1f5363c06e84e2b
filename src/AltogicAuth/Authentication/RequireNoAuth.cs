namespace AltogicAuth.Authentication;

[AttributeUsage(AttributeTargets.Class)]
public sealed class RequireNoAuthAttribute : Attribute, IAsyncPageFilter, IOrderedFilter
{
    /// <summary>Before the filters of all pages: the antiforgery token of a form from before the sign-in is not valid any more.</summary>
    public int Order => -1;

    public Task OnPageHandlerSelectionAsync(PageHandlerSelectedContext context) => Task.CompletedTask;

    public Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        var http = context.HttpContext;
        if (http.User.Identity?.IsAuthenticated != true)
        {
            return next();
        }

        context.Result = new LocalRedirectResult(ReturnUrl.OrProfile(http.Request.Query["returnUrl"]));
        return Task.CompletedTask;
    }
}
