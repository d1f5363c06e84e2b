namespace AltogicAuth.Web;

/// <summary>A message that the page after a redirect shows once. The cookie has its key, so that page decides on the language.</summary>
public sealed class Flash(AppCookieManager cookies)
{
    public const string SessionEnded = "Session.Ended";

    private readonly ProtectedCookie<string> _cookie = cookies.Protect<string>("flash", TimeSpan.FromMinutes(5), SameSiteMode.Lax);

    public void SetFlash(HttpContext http, string textKey) => _cookie.Write(http, textKey);

    /// <summary>Keeps a message that was not shown yet: it is more specific.</summary>
    public void SetIfNone(HttpContext http, string textKey)
    {
        if (_cookie.Read(http) is null)
        {
            SetFlash(http, textKey);
        }
    }

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
