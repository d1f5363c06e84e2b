using AltogicAuth.EmailLinks;
using AltogicAuth.Providers;
using AltogicAuth.RateLimiting;

namespace AltogicAuth.Accounts;

/// <summary>
/// Signs in by a provider. At once only in the browser that started, with that provider; else the granted session is pending until
/// the visitor agrees, or another site could sign a visitor in to an account of its own.
/// </summary>
public sealed class ProviderSignIns(
    AltogicClient altogic, AttemptPermits permits, ProviderStarts starts, LinkCookies cookies, LinkSignIns links, SignInManager signInManager,
    SignInCompletion completion, SecurityEvents events)
{
    public const string Page = "~/auth-redirect/provider";

    /// <summary>Returns the path of the next page, which may be the question or the failure.</summary>
    public async Task<string> ExchangeAsync(HttpContext http, PendingLink link)
    {
        await permits.AcquireAsync(http, RateLimitPolicy.SignIn);
        var exchange = await altogic.Auth.GetAuthGrantAsync(link.AccessToken!);
        if (SignInDetails.FindGranted(exchange) is not { } granted)
        {
            events.LinkRejected(link.Purpose.Action, SignInDetails.RejectionOf(exchange));
            cookies.Pending.Delete(http);
            return http.User.UserId() is null ? $"{Page}?code=expired" : ReturnUrl.Profile;
        }

        var start = starts.Consume(http, granted.Provider);
        if (start?.StepUpUserId is { } userId)
        {
            return await StepUpAsync(http, link, granted, userId, start.ReturnUrl);
        }

        if (start is not null && (http.User.UserId() is not { } current || current == granted.UserId))
        {
            return await SignInAsync(http, granted, start.ReturnUrl);
        }

        await links.KeepAsync(http, link with { AccessToken = null, SignIn = granted });
        return Page;
    }

    public async Task<string> SignInAsync(HttpContext http, GrantedSession granted, string? returnUrl)
    {
        cookies.Pending.Delete(http);
        return await completion.CompleteAsync(http, new SignInDetails(granted, granted.Provider ?? LinkPurpose.Provider.Action, returnUrl)
        {
            Remember = http.FindSession()?.IsRemembered ?? true,
        });
    }

    private async Task<string> StepUpAsync(HttpContext http, PendingLink link, GrantedSession granted, string userId, string? returnUrl)
    {
        if (granted.UserId == userId && http.User.UserId() == userId)
        {
            cookies.Pending.Delete(http);
            signInManager.ReplaceSession(http, new SessionToken(granted.SessionToken));
            return ReturnUrl.OrProfile(returnUrl);
        }

        events.ReauthenticationRejected(userId);
        await signInManager.TryEndSessionAsync(new SessionToken(granted.SessionToken));
        cookies.Pending.Write(http, link with { AccessToken = null, SignIn = granted, IsOtherUser = true });
        return Page;
    }
}
