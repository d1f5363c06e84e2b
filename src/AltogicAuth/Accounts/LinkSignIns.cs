using AltogicAuth.EmailLinks;
using AltogicAuth.RateLimiting;

namespace AltogicAuth.Accounts;

/// <summary>Signs in by a mailed link. Where it is of an unexpected user, the granted session is pending until the visitor agrees.</summary>
public sealed class LinkSignIns(
    AltogicClient altogic, AttemptPermits permits, LinkCookies cookies, SignInManager signInManager, SignInCompletion completion, Flash flash,
    SecurityEvents events)
{
    private const string Page = "~/auth-redirect";

    /// <summary>Returns the path of the next page, which may be the question or the failure.</summary>
    public async Task<string> ExchangeAsync(HttpContext http, PendingLink link)
    {
        await permits.AcquireAsync(http, RateLimitPolicy.SignIn);
        // Who chose the password is known only after the exchange shows the account: until then it is held.
        var exchange = await altogic.Auth.GetAuthGrantAsync(link.AccessToken!, holdPassword: link.Purpose.ConfirmsRegistration);
        if (SignInDetails.FindGranted(exchange) is not { } granted)
        {
            return Fail(http, link, SignInDetails.RejectionOf(exchange));
        }

        if (IsExpected(granted, cookies.Correlation.Read(http), http.User.UserId()))
        {
            await EndPendingAsync(http);
            return await SignInAsync(http, link.Purpose, granted);
        }

        await KeepAsync(http, link with { AccessToken = null, SignIn = granted });
        return Page;
    }

    public async Task<string> SignInAsync(HttpContext http, LinkPurpose purpose, GrantedSession granted)
    {
        var request = cookies.Correlation.Read(http);
        cookies.Pending.Delete(http);
        cookies.Correlation.Delete(http);
        var returnUrl = request?.Email == granted.Address?.Value ? request?.ReturnUrl : null;
        return await completion.CompleteAsync(http, new SignInDetails(granted, purpose.Action, returnUrl)
        {
            Remember = http.FindSession()?.IsRemembered ?? true,
            Link = purpose,
            SignedInText = purpose.SignedInText,
            PasswordStatus = purpose.PasswordStatusOf(granted, request),
        });
    }

    /// <summary>Keeps a link until the visitor decides. It replaces a former one, whose session ends.</summary>
    public async Task KeepAsync(HttpContext http, PendingLink link)
    {
        await EndPendingAsync(http);
        cookies.Pending.Write(http, link);
    }

    public async Task DeclineAsync(HttpContext http)
    {
        await EndPendingAsync(http);
        cookies.Pending.Delete(http);
    }

    /// <summary>Null unless a link that failed was opened before: where it is still pending, or has signed in, the visitor continues there.</summary>
    public string? ContinueAfterFailure(HttpContext http, LinkPurpose purpose)
    {
        if (cookies.Pending.Read(http)?.Purpose == purpose)
        {
            return Page;
        }

        // A session is not enough where the link was to prove the user anew.
        var isStepUp = cookies.Correlation.Read(http)?.Purpose.Reauthenticates == true;
        if (!purpose.SignsIn || isStepUp || http.User.UserId() is null)
        {
            return null;
        }

        flash.SetIfNone(http, "EmailLinkCallback.AlreadyIn");
        return ReturnUrl.OrProfile(http.Request.Query["returnUrl"]);
    }

    private async Task EndPendingAsync(HttpContext http)
    {
        if (cookies.Pending.Read(http)?.SignIn is { } granted)
        {
            await signInManager.TryEndSessionAsync(new SessionToken(granted.SessionToken));
        }
    }

    private static bool IsExpected(GrantedSession granted, LinkRequest? request, string? currentUserId) =>
        (request is null || request.Email == granted.Address?.Value) && (currentUserId is null || currentUserId == granted.UserId);

    private string Fail(HttpContext http, PendingLink link, string code)
    {
        events.LinkRejected(link.Purpose.Action, code);
        if (cookies.Pending.Read(http)?.AccessToken == link.AccessToken)
        {
            cookies.Pending.Delete(http);
        }

        // Of two requests with one link, the other one may have signed in: the next request knows, and continues there.
        var returnUrl = cookies.FindRequest(http, link.Purpose)?.ReturnUrl;
        return $"{Page}{ReturnUrl.Query(returnUrl)}{(returnUrl is null ? '?' : '&')}status=400&action={link.Purpose}";
    }
}
