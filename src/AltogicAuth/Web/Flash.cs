using Microsoft.AspNetCore.DataProtection;

namespace AltogicAuth.Web;

/// <summary>A message that the page after a redirect shows once. The cookie has its key, so that page decides on the language.</summary>
public sealed class Flash(IDataProtectionProvider protection, AppCookieManager cookies, TimeProvider time)
{
    public const string SessionEnded = "Session.Ended";

    private readonly ProtectedCookie<string> _cookie =
        new("flash", TimeSpan.FromMinutes(5), SameSiteMode.Lax, protection, cookies, time);

    public void SetFlash(HttpContext http, string textKey) => _cookie.Write(http, textKey);

    /// <summary>Keeps a message that was not shown yet: it is more specific.</summary>
    public void SetIfNone(HttpContext http, string textKey)
    {
        if (_cookie.Read(http) is null)
        {
            SetFlash(http, textKey);
        }
    }

    /// <summary>Returns the message and deletes it, but only on a page that the user sees.</summary>
    public string? Consume(HttpContext http)
    {
        if (!http.Request.IsUserVisible())
        {
            return null;
        }

        var textKey = _cookie.Read(http);
        _cookie.Delete(http);
        // Another request may have started a new session meanwhile.
        var isOutdated = textKey == SessionEnded && http.User.Identity?.IsAuthenticated == true;
        return isOutdated ? null : textKey;
    }
}
