namespace AltogicAuth.Authentication;

/// <summary>The path of the login page, with the return URL. It repeats neither host nor scheme of the request.</summary>
public static class LoginUrl
{
    public static string For(HttpRequest request)
    {
        // After a POST the visitor returns to the page, not to one of its handlers.
        var query = HttpMethods.IsGet(request.Method) ? request.QueryString.Value : null;
        var returnUrl = ReturnUrl.Local(request.PathBase + request.Path + query);
        return $"{request.PathBase}/login{ReturnUrl.Query(returnUrl)}";
    }
}
