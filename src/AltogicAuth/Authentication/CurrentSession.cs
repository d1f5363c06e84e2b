using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;

namespace AltogicAuth.Authentication;

/// <summary>The session is a feature of the request, because a sign-in or sign-out during the request changes it.</summary>
public static class CurrentSession
{
    // ClaimTypes.NameIdentifier has 69 characters, in a cookie that has to be short.
    private const string UserIdClaim = "sub";

    public static string? UserId(this ClaimsPrincipal principal) => principal.FindFirstValue(UserIdClaim);

    public static SessionTicket? FindSession(this HttpContext http) => http.Features.Get<SessionTicket>();

    public static SessionToken SessionToken(this HttpContext http) => http.RequireSession().Token;

    public static void SetSession(this HttpContext http, SessionTicket? ticket) => http.Features.Set(ticket);

    public static Task SignInAsync(this HttpContext http, SessionTicket ticket)
    {
        http.SetSession(ticket);
        var principal = new ClaimsPrincipal(new ClaimsIdentity([new Claim(UserIdClaim, ticket.UserId)], SessionTicket.Scheme));
        return http.SignInAsync(SessionTicket.Scheme, principal, ticket.ToProperties());
    }

    /// <summary>Also has the browser forget the pages that it keeps for its Back button.</summary>
    public static Task SignOutHereAsync(this HttpContext http)
    {
        http.SetSession(null);
        http.ClearBrowserCache();
        return http.SignOutAsync(SessionTicket.Scheme);
    }

    public static Task RefreshTicketAsync(this HttpContext http) =>
        http.SignInAsync(http.RequireSession() with { AuthTime = http.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow() });

    public static void ClearBrowserCache(this HttpContext http) => http.Response.Headers["Clear-Site-Data"] = "\"cache\"";

    internal static SessionTicket RequireSession(this HttpContext http) =>
        http.FindSession() ?? throw new InvalidOperationException("No user is signed in.");
}
