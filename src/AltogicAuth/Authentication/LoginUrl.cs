using AltogicAuth.Web;

namespace AltogicAuth.Authentication;

/// <summary>The way to the login page and back again. Path-only: nothing of the request's host or scheme is repeated.</summary>
public static class LoginUrl
{
    public static string For(HttpRequest request)
    {
        // After a POST the visitor comes back to the page, not to the handler that a form named.
        var query = HttpMethods.IsGet(request.Method) ? request.QueryString.Value : null;
        var returnUrl = ReturnUrl.Local(request.PathBase + request.Path + query);
        return $"{request.PathBase}/login{ReturnUrl.Query(returnUrl)}";
    }
}
