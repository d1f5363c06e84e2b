namespace AltogicAuth.Authentication;

/// <summary>Invalidates the ticket of an ended session. Removing its cookie could sign out: a concurrent request may have just replaced it.</summary>
public sealed class EndedSession(AppCookieManager cookies)
{
    private readonly ProtectedCookie<string> _cookie = cookies.Protect<string>("ended", SessionTicket.Remembered, SameSiteMode.Lax);

    public void Remember(HttpContext http, SessionToken token) => _cookie.Write(http, SessionRow.IdOf(token));

    public bool Is(HttpContext http, SessionToken token) => _cookie.Read(http) is { } id && id == SessionRow.IdOf(token);

    public bool Exists(HttpContext http) => _cookie.Read(http) is not null;
}
