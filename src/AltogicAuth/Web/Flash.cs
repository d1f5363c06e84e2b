using Microsoft.AspNetCore.DataProtection;

namespace AltogicAuth.Web;

/// <summary>
/// A message that shows once, on the page after a redirect. What travels is the key of the text, so it appears in the
/// language of the page that shows it.
/// </summary>
public sealed class Flash(IDataProtectionProvider protection, AppCookieManager cookies, TimeProvider time)
{
    public const string SessionEnded = "Session.Ended";

    private readonly ProtectedCookie<string> _cookie =
        new("flash", TimeSpan.FromMinutes(5), SameSiteMode.Lax, protection, cookies, time);

    public void SetFlash(HttpContext http, string textKey) => _cookie.Write(http, textKey);

    /// <summary>Unless another message waits to be read, which says more.</summary>
    public void SetIfNone(HttpContext http, string textKey)
    {
        if (_cookie.Read(http) is null)
        {
            SetFlash(http, textKey);
        }
    }

    /// <summary>The message that waits, once, and only where somebody will read it.</summary>
    public string? Take(HttpContext http)
    {
        if (!http.Request.IsUserVisible())
        {
            return null;
        }

        var textKey = _cookie.Read(http);
        _cookie.Delete(http);
        // Another request has begun a session in the meantime.
        var isOutdated = textKey == SessionEnded && http.User.Identity?.IsAuthenticated == true;
        return isOutdated ? null : textKey;
    }
}

public static class FlashExtensions
{
    public static void SetFlash(this PageModel page, string textKey) =>
        page.HttpContext.RequestServices.GetRequiredService<Flash>().SetFlash(page.HttpContext, textKey);
}
