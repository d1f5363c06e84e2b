using AltogicAuth.Web;
using Microsoft.AspNetCore.Mvc.Filters;

namespace AltogicAuth.Authentication;

/// <summary>Only visitors who are not signed in. The others go where they were going, or to their profile.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class RequireNoAuthAttribute : Attribute, IAsyncPageFilter
{
    public Task OnPageHandlerSelectionAsync(PageHandlerSelectedContext context) => Task.CompletedTask;

    public Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        if (context.HttpContext.User.Identity?.IsAuthenticated != true)
        {
            return next();
        }

        context.Result = Onward(context.HttpContext);
        return Task.CompletedTask;
    }

    public static LocalRedirectResult Onward(HttpContext http) =>
        new(ReturnUrl.OrProfile(http.Request.Query["returnUrl"]));
}
