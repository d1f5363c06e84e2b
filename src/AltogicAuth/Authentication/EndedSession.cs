using Microsoft.AspNetCore.DataProtection;

namespace AltogicAuth.Authentication;

/// <summary>Invalidates the ticket of an ended session. Removing its cookie could sign out: a concurrent request may have just replaced it.</summary>
public sealed class EndedSession(IDataProtectionProvider protection, AppCookieManager cookies, TimeProvider time)
{
    private readonly ProtectedCookie<string> _cookie =
        new("ended", SessionTicket.Remembered, SameSiteMode.Lax, protection, cookies, time);

    public void Remember(HttpContext http, SessionToken token) => _cookie.Write(http, SessionRow.IdOf(token));

    public bool Is(HttpContext http, SessionToken token) => _cookie.Read(http) is { } id && id == SessionRow.IdOf(token);

    public bool Exists(HttpContext http) => _cookie.Read(http) is not null;
}
