namespace AltogicAuth.Authentication;

/// <summary>Before the form is read: the antiforgery token of a form from before the sign-in is not valid any more.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class RequireNoAuthAttribute : Attribute, IAuthorizationFilter
{
    public void OnAuthorization(AuthorizationFilterContext context)
    {
        var http = context.HttpContext;
        if (http.User.Identity?.IsAuthenticated == true)
        {
            context.Result = new LocalRedirectResult(ReturnUrl.OrProfile(http.Request.Query["returnUrl"]));
        }
    }
}
