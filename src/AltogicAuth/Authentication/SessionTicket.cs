using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;

namespace AltogicAuth.Authentication;

/// <summary>
/// The signed-in visitor's ticket. The principal carries the user id and nothing else; the Altogic session token
/// travels with the ticket's properties and is read back with <see cref="SessionTokenAsync"/>.
/// </summary>
public static class SessionTicket
{
    public const string Scheme = "session";
    public static readonly TimeSpan Remembered = TimeSpan.FromDays(30);
    public static readonly TimeSpan BrowserSession = TimeSpan.FromDays(1);

    private const string Renewal = "session renewal";
    private const string TokenName = "altogic";

    // ClaimTypes.NameIdentifier is an address of 69 characters, in a cookie that has to be short.
    private const string UserIdClaim = "sub";

    private const string AuthTime = "proved_at";
    private const string AddressVerified = "proved_address";

    /// <summary>Signs the visitor in here. The ticket notes when they last proved who they are, and whether by a mailed link.</summary>
    public static Task SignInAsync(this HttpContext http, string userId, SessionToken token, bool remember, bool provesAddress)
    {
        var now = http.Clock().GetUtcNow();
        var properties = new AuthenticationProperties
        {
            IsPersistent = remember,
            IssuedUtc = now,
            ExpiresUtc = now + (remember ? Remembered : BrowserSession),
        };
        properties.StoreTokens([new AuthenticationToken { Name = TokenName, Value = token.Value }]);
        SetAuthTime(properties, now);
        if (provesAddress)
        {
            properties.Items[AddressVerified] = "";
        }

        return http.SignInAsync(Scheme, PrincipalOf(userId), properties);
    }

    /// <summary>Signs the visitor out here, and has the browser forget the pages that it keeps to go back to.</summary>
    public static Task SignOutHereAsync(this HttpContext http)
    {
        http.CancelRenewal();
        http.ForgetPages();
        return http.SignOutAsync(Scheme);
    }

    public static void ForgetPages(this HttpContext http) => http.Response.Headers["Clear-Site-Data"] = "\"cache\"";

    public static string? UserId(this ClaimsPrincipal principal) =>
        principal.FindFirstValue(UserIdClaim);

    /// <summary>The session token of a signed-in visitor.</summary>
    /// <exception cref="InvalidOperationException">Nobody is signed in.</exception>
    public static async Task<SessionToken> SessionTokenAsync(this HttpContext http) =>
        await http.FindSessionTokenAsync() ?? throw new InvalidOperationException("Nobody is signed in.");

    public static async Task<SessionToken?> FindSessionTokenAsync(this HttpContext http) =>
        (await http.AuthenticateAsync(Scheme)).Properties?.FindSessionToken();

    public static SessionToken? FindSessionToken(this AuthenticationProperties properties) =>
        SessionToken.TryParse(properties.GetTokenValue(TokenName), out var token) ? token : null;

    /// <summary>When the visitor last gave the password or came by a mailed link.</summary>
    public static async Task<DateTimeOffset> AuthTimeAsync(this HttpContext http)
    {
        var ticket = await http.AuthenticateAsync(Scheme);
        return ticket.Properties?.Items.TryGetValue(AuthTime, out var text) == true &&
               long.TryParse(text, CultureInfo.InvariantCulture, out var seconds)
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : DateTimeOffset.MinValue;
    }

    /// <summary>Notes that the visitor just gave the password. The ticket keeps its expiry and its session.</summary>
    public static async Task RefreshTicketAsync(this HttpContext http)
    {
        var ticket = await http.AuthenticateAsync(Scheme);
        if (ticket is { Succeeded: true, Properties: { } properties })
        {
            SetAuthTime(properties, http.Clock().GetUtcNow());
            await http.SignInAsync(Scheme, ticket.Principal, properties);
        }
    }

    /// <summary>
    /// Goes on with a new session, which the visitor just gave the password for. The former one lives until the response
    /// starts, so that what this browser does beside it still works; <paramref name="takeOverAsync"/> ends it then, and says
    /// whether the new one is still worth a cookie.
    /// </summary>
    public static async Task ReplaceSessionAsync(this HttpContext http, SessionToken renewed, Func<Task<bool>> takeOverAsync)
    {
        var ticket = await http.AuthenticateAsync(Scheme);
        ticket.Properties!.UpdateTokenValue(TokenName, renewed.Value);
        SetAuthTime(ticket.Properties!, http.Clock().GetUtcNow());
        http.Items[Renewal] = renewed;
        http.Response.OnStarting(async () =>
        {
            if (http.Items.ContainsKey(Renewal) && await takeOverAsync())
            {
                await http.SignInAsync(Scheme, ticket.Principal!, ticket.Properties);
            }
        });
    }

    /// <summary>Keeps a new session from getting its cookie. False when there is none.</summary>
    public static bool CancelRenewal(this HttpContext http) => http.Items.Remove(Renewal);

    public static async Task<bool> IsRememberedAsync(this HttpContext http) =>
        (await http.AuthenticateAsync(Scheme)).Properties?.IsPersistent ?? true;

    /// <summary>Whether the session began with a link from the mailbox, and not with a password alone.</summary>
    public static async Task<bool> HasVerifiedAddressAsync(this HttpContext http) =>
        (await http.AuthenticateAsync(Scheme)).Properties?.Items.ContainsKey(AddressVerified) == true;

    private static void SetAuthTime(AuthenticationProperties properties, DateTimeOffset now) =>
        properties.Items[AuthTime] = now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);

    private static ClaimsPrincipal PrincipalOf(string userId) =>
        new(new ClaimsIdentity([new Claim(UserIdClaim, userId)], Scheme));

    private static TimeProvider Clock(this HttpContext http) => http.RequestServices.GetRequiredService<TimeProvider>();
}
