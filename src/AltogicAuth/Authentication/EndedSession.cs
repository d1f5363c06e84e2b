using Microsoft.AspNetCore.DataProtection;

namespace AltogicAuth.Authentication;

/// <summary>
/// A cookie that names a session which was found ended, so that its ticket is not accepted any more. The session cookie itself
/// stays: a concurrent request may have just replaced it, and a response that removes it would sign the visitor out.
/// </summary>
public sealed class EndedSession(IDataProtectionProvider protection, AppCookieManager cookies, TimeProvider time)
{
    private readonly ProtectedCookie<string> _cookie =
        new("ended", SessionTicket.Remembered, SameSiteMode.Lax, protection, cookies, time);

    public void Remember(HttpContext http, SessionToken token) => _cookie.Write(http, SessionRow.IdOf(token));

    public bool Is(HttpContext http, SessionToken token) => _cookie.Read(http) is { } id && id == SessionRow.IdOf(token);

    public bool Exists(HttpContext http) => _cookie.Read(http) is not null;
}
