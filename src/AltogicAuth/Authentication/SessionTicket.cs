using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;

namespace AltogicAuth.Authentication;

/// <summary>What the session cookie holds. The token is in the ticket's properties: more code reads claims.</summary>
// AuthTime: when the visitor last gave the password or a code, or opened a mailed link. HasVerifiedIdentifier: the session began with a link or a code.
public sealed record SessionTicket(
    string UserId, SessionToken Token, DateTimeOffset AuthTime, DateTimeOffset ExpiresAt, bool IsRemembered, bool HasVerifiedIdentifier)
{
    public const string Scheme = "session";
    public static readonly TimeSpan Remembered = TimeSpan.FromDays(30);
    public static readonly TimeSpan BrowserSession = TimeSpan.FromDays(1);

    private const string TokenItem = "token";
    private const string AuthTimeItem = "auth_time";
    private const string VerifiedIdentifierItem = "verified_identifier";

    /// <summary>False for a session that replaces another one, until the response starts.</summary>
    public bool HasCookie { get; init; } = true;

    public static SessionTicket? Read(ClaimsPrincipal principal, AuthenticationProperties properties) =>
        principal.UserId() is { } userId && SessionToken.TryParse(properties.GetString(TokenItem), out var token) &&
        long.TryParse(properties.GetString(AuthTimeItem), CultureInfo.InvariantCulture, out var authTime)
            ? new SessionTicket(
                userId, token, DateTimeOffset.FromUnixTimeSeconds(authTime), properties.ExpiresUtc ?? DateTimeOffset.MinValue,
                properties.IsPersistent, properties.GetString(VerifiedIdentifierItem) is not null)
            : null;

    public AuthenticationProperties ToProperties()
    {
        var properties = new AuthenticationProperties { IsPersistent = IsRemembered, ExpiresUtc = ExpiresAt };
        properties.SetString(TokenItem, Token.Value);
        properties.SetString(AuthTimeItem, AuthTime.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
        properties.SetString(VerifiedIdentifierItem, HasVerifiedIdentifier ? "" : null);
        return properties;
    }
}
