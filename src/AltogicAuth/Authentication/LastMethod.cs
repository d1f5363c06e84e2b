namespace AltogicAuth.Authentication;

/// <summary>How this browser signed in last, to mark it. The cookie says nothing about a person, so it is not encrypted.</summary>
public sealed class LastMethod(AppCookieManager cookies)
{
    public const string Password = "password";
    public const string Link = "link";
    public const string Code = "code";

    private const string Cookie = "last-method";

    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(365);

    public string? Of(HttpContext http) => cookies.GetRequestCookie(http, Cookie);

    public void Set(HttpContext http, string method)
    {
        if (Of(http) != method)
        {
            cookies.AppendResponseCookie(http, Cookie, method, new CookieOptions { MaxAge = Lifetime, SameSite = SameSiteMode.Lax });
        }
    }
}
