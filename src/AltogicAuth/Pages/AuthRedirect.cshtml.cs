using AltogicAuth.Accounts;
using AltogicAuth.EmailLinks;
using AltogicAuth.RateLimiting;
using Microsoft.AspNetCore.Authorization;

namespace AltogicAuth.Pages;

/// <summary>
/// The callback of all mailed links. A GET by anything but the browser that requested the link (a mail scanner, another device)
/// uses nothing up: a cookie keeps the token, the address bar is cleaned, and a button finishes by POST.
/// </summary>
[AllowAnonymous]
public sealed class AuthRedirectModel(
    CurrentAccount accounts, LinkCookies cookies, LinkSignIns links, Flash flash, SecurityEvents events) : PageModel, IRedisplay
{
    /// <summary>The link that waits for the visitor.</summary>
    public PendingLink? Link { get; private set; }

    public FailedLink? Failed { get; private set; }

    public async Task<IActionResult> OnGetAsync()
    {
        if (Request.Query.Count == 0)
        {
            return Load() ? Page() : await NothingPendingAsync();
        }

        var callback = EmailLinkCallback.Read(Request.Query);
        if (callback.AccessToken is { } token)
        {
            var link = new PendingLink(callback.Purpose!, token);
            var isRequested = link.Purpose.SignsIn && cookies.FindRequest(HttpContext, link.Purpose) is not null;
            return isRequested && Request.IsDocumentNavigation() ? await SignInAsync(link) : await KeepAsync(link);
        }

        if (EmailLinkCallback.HasToken(Request.Query))
        {
            // It is of no use here, and must not stay in the address bar.
            return RedirectToPage(new { status = callback.Succeeded ? "200" : "400", action = callback.Purpose?.Action });
        }

        if (!callback.Succeeded)
        {
            return Continue(callback.Purpose) ?? await FailAsync(callback.Purpose ?? LinkPurpose.MagicLink, "callback");
        }

        events.EmailChangeReported();
        return Page();
    }

    /// <param name="shown">The address that the visitor agreed to. Another link may have replaced the one that was shown.</param>
    public async Task<IActionResult> OnPostAsync(string? shown)
    {
        if (!Load())
        {
            return await NothingPendingAsync();
        }

        if (Link!.SignIn is not { } granted)
        {
            return LocalRedirect(await links.ExchangeAsync(HttpContext, Link));
        }

        return shown == granted.Email ? LocalRedirect(await links.SignInAsync(HttpContext, Link.Purpose, granted)) : RedirectToPage();
    }

    /// <summary>The link signs in as another user, and the visitor does not want that.</summary>
    public async Task<IActionResult> OnPostDeclineAsync()
    {
        await links.DeclineAsync(HttpContext);
        return LocalRedirect("~/");
    }

    public async Task<IActionResult?> LoadForRedisplayAsync(CancellationToken cancellation) => Load() ? null : await NothingPendingAsync();

    // A reset has a page of its own.
    private bool Load() =>
        (Link = cookies.Pending.Read(HttpContext) is { } link && link.Purpose != LinkPurpose.ResetPassword ? link : null) is not null;

    private async Task<IActionResult> KeepAsync(PendingLink link)
    {
        await links.KeepAsync(HttpContext, link);
        return RedirectToPage();
    }

    private async Task<IActionResult> SignInAsync(PendingLink link)
    {
        try
        {
            return LocalRedirect(await links.ExchangeAsync(HttpContext, link));
        }
        catch (Exception failure) when (failure is TooManyAttemptsException or AltogicUnavailableException)
        {
            // The token may still be good: the button tries again.
            await links.KeepAsync(HttpContext, Link = link);
            throw;
        }
    }

    /// <summary>A link that failed may have been opened before: where it is still pending, or has signed in, the visitor continues there.</summary>
    private IActionResult? Continue(LinkPurpose? purpose)
    {
        if (purpose is not null && cookies.Pending.Read(HttpContext)?.Purpose == purpose)
        {
            return RedirectToPage();
        }

        // A session is not enough where the link was to prove the user anew.
        var isStepUp = cookies.Correlation.Read(HttpContext)?.Purpose == LinkPurpose.StepUp;
        if (purpose?.SignsIn != true || isStepUp || User.Identity?.IsAuthenticated != true)
        {
            return null;
        }

        flash.SetIfNone(HttpContext, "EmailLinkCallback.AlreadyIn");
        return LocalRedirect(ReturnUrl.OrProfile(Request.Query["returnUrl"]));
    }

    private async Task<IActionResult> NothingPendingAsync()
    {
        if (cookies.Pending.Read(HttpContext) is not null)
        {
            return RedirectToPage("/NewPassword");
        }

        if (User.Identity?.IsAuthenticated == true)
        {
            // A repeated submission, or the Back button.
            return LocalRedirect(ReturnUrl.Profile);
        }

        if (!Request.HasCookies())
        {
            ModelState.AddModelError("", "Error.NoCookies");
        }

        return await FailAsync(LinkPurpose.MagicLink, "no_pending_link");
    }

    private async Task<IActionResult> FailAsync(LinkPurpose purpose, string code)
    {
        events.LinkRejected(purpose.Action, code);
        Failed = new FailedLink(purpose, cookies.FindRequest(HttpContext, purpose), new EmailInput { Email = await accounts.FindAddressAsync(HttpContext) });
        return this.Redisplay(StatusCodes.Status400BadRequest);
    }
}
