using AltogicAuth.Web;
using Microsoft.AspNetCore.DataProtection;

namespace AltogicAuth.Authentication;

/// <summary>
/// Remembers which session was found ended. The cookie of the session stays where it is: another request of this browser may
/// have just replaced it, and a response that removes it would take the new one away. A ticket of the session that is
/// remembered here counts for nothing.
/// </summary>
public sealed class EndedSession(IDataProtectionProvider protection, AppCookieManager cookies, TimeProvider time)
{
    private readonly ProtectedCookie<string> _cookie =
        new("ended", SessionTicket.Remembered, SameSiteMode.Lax, protection, cookies, time);

    public void Note(HttpContext http, SessionToken token) => _cookie.Write(http, SessionRow.IdOf(token));

    public bool Is(HttpContext http, SessionToken token) => _cookie.Read(http) == SessionRow.IdOf(token);

    public bool IsKnown(HttpContext http) => _cookie.Read(http) is not null;
}
