using AltogicAuth.Authentication;
using AltogicAuth.EmailLinks;
using AltogicAuth.RateLimiting;
using AltogicAuth.Web;

namespace AltogicAuth.Accounts;

/// <summary>
/// Signs in by a mailed link. Nobody is moved into another account than the one they asked for here, nor out of the one
/// they are in, before they have seen its address and agreed. Until then the granted session is pending.
/// </summary>
public sealed class LinkSignIns(
    AltogicClient altogic, AttemptPermits permits, LinkCookies cookies, SignInManager signInManager, SignInCompletion completion, SecurityEvents events)
{
    private const string Page = "~/auth-redirect";

    /// <summary>Exchanges the token of a link, which uses it up.</summary>
    /// <returns>The path of the page that comes next, be it the question or what to do about a failure.</returns>
    public async Task<string> ExchangeAsync(HttpContext http, PendingLink link)
    {
        await permits.AcquireAsync(http, RateLimitPolicy.SignIn);
        var request = cookies.Correlation.Read(http);
        // Whether the password is the owner's shows only once it is known whose address this is: until then it is held.
        var exchange = await altogic.Auth.GetAuthGrantAsync(link.AccessToken!, holdPassword: link.Action == EmailLinkCallback.ConfirmEmail);
        if (!exchange.IsSuccess || exchange.Value.Session is not { } session)
        {
            return Fail(http, link, request, exchange.Error);
        }

        var granted = SignInDetails.PendingOf(exchange.Value.User, session);
        if (IsExpected(granted, request, http.User.UserId()))
        {
            return await SignInAsync(http, link.Action, granted);
        }

        await KeepAsync(http, link with { AccessToken = null, SignIn = granted });
        return Page;
    }

    /// <returns>The path of the page that the visitor was going to.</returns>
    public async Task<string> SignInAsync(HttpContext http, string action, PendingSignIn granted)
    {
        var request = cookies.Correlation.Read(http);
        cookies.Pending.Delete(http);
        cookies.Correlation.Delete(http);
        var address = EmailAddress.TryParse(granted.Email);
        return await completion.CompleteAsync(http, new SignInDetails(granted, address, action, request?.Email == address?.Value ? request?.ReturnUrl : null)
        {
            Remember = http.FindSession()?.IsRemembered ?? true,
            Request = request,
        });
    }

    /// <summary>Keeps a link until the visitor has decided. It takes the place of another one, whose session ends.</summary>
    public async Task KeepAsync(HttpContext http, PendingLink link)
    {
        await EndPendingAsync(http);
        cookies.Pending.Write(http, link);
    }

    /// <summary>Forgets the pending link, and ends the session that it granted.</summary>
    public async Task DeclineAsync(HttpContext http)
    {
        await EndPendingAsync(http);
        cookies.Pending.Delete(http);
    }

    private async Task EndPendingAsync(HttpContext http)
    {
        if (cookies.Pending.Read(http)?.SignIn is { } granted)
        {
            await signInManager.TryEndSessionAsync(new SessionToken(granted.SessionToken));
        }
    }

    private static bool IsExpected(PendingSignIn granted, LinkRequest? request, string? currentUserId) =>
        (request is null || request.Email == EmailAddress.TryParse(granted.Email)?.Value) &&
        (currentUserId is null || currentUserId == granted.UserId);

    private string Fail(HttpContext http, PendingLink link, LinkRequest? request, ApiError? error)
    {
        events.LinkRejected(link.Action, error?.Items.FirstOrDefault()?.Code ?? "no_session");
        if (cookies.Pending.Read(http)?.AccessToken == link.AccessToken)
        {
            cookies.Pending.Delete(http);
        }

        // Of two requests with one link, the other one may have signed in: the next request knows, and goes on.
        var returnUrl = request?.IsFor(link.Action) == true ? request.ReturnUrl : null;
        return $"{Page}{ReturnUrl.Query(returnUrl)}{(returnUrl is null ? '?' : '&')}status=400&action={link.Action}";
    }
}
