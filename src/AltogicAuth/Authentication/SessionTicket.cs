using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;

namespace AltogicAuth.Authentication;

/// <summary>
/// What the session cookie holds. The principal has the id of the user and nothing else; the token of the Altogic session is in
/// the ticket's properties, not in a claim. The visitor last gave the password or came by a mailed link at <c>AuthTime</c>, and has
/// a verified address where the session began with such a link.
/// </summary>
public sealed record SessionTicket(
    string UserId, SessionToken Token, DateTimeOffset AuthTime, DateTimeOffset ExpiresAt, bool IsRemembered, bool HasVerifiedAddress)
{
    public const string Scheme = "session";
    public static readonly TimeSpan Remembered = TimeSpan.FromDays(30);
    public static readonly TimeSpan BrowserSession = TimeSpan.FromDays(1);

    private const string TokenItem = "token";
    private const string AuthTimeItem = "auth_time";
    private const string VerifiedAddressItem = "verified_address";

    /// <summary>False for a session that replaces another one, until the response starts.</summary>
    public bool HasCookie { get; init; } = true;

    /// <summary>Null where the cookie holds no session.</summary>
    public static SessionTicket? Read(ClaimsPrincipal principal, AuthenticationProperties properties) =>
        principal.UserId() is { } userId && SessionToken.TryParse(properties.GetString(TokenItem), out var token) &&
        long.TryParse(properties.GetString(AuthTimeItem), CultureInfo.InvariantCulture, out var authTime)
            ? new SessionTicket(
                userId, token, DateTimeOffset.FromUnixTimeSeconds(authTime), properties.ExpiresUtc ?? DateTimeOffset.MinValue,
                properties.IsPersistent, properties.GetString(VerifiedAddressItem) is not null)
            : null;

    public AuthenticationProperties ToProperties()
    {
        var properties = new AuthenticationProperties { IsPersistent = IsRemembered, ExpiresUtc = ExpiresAt };
        properties.SetString(TokenItem, Token.Value);
        properties.SetString(AuthTimeItem, AuthTime.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
        properties.SetString(VerifiedAddressItem, HasVerifiedAddress ? "" : null);
        return properties;
    }
}
