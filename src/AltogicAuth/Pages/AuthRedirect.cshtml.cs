using AltogicAuth.Accounts;
using AltogicAuth.EmailLinks;
using AltogicAuth.RateLimiting;

namespace AltogicAuth.Pages;

/// <summary>A GET by anything but the browser that requested the link, such as a mail scanner, uses nothing up: a button finishes by POST.</summary>
[AllowAnonymous]
public sealed class AuthRedirectModel(CurrentAccount accounts, LinkCookies cookies, LinkSignIns links, SecurityEvents events) : PageModel, IRedisplay
{
    public PendingLink? Link { get; private set; }

    public FailedLink? Failed { get; private set; }

    public async Task<IActionResult> OnGetAsync()
    {
        if (Request.Query.Count == 0)
        {
            return await LoadAsync(HttpContext.RequestAborted) ?? Page();
        }

        var callback = EmailLinkCallback.Read(Request.Query);
        if (callback is { Purpose: { } purpose, AccessToken: { } token })
        {
            return await OpenAsync(new PendingLink(purpose, token));
        }

        if (callback.Purpose == LinkPurpose.Provider)
        {
            return RedirectToPage(LinkPurpose.Provider.FormPage, new { code = callback.Code ?? "unknown" });
        }

        if (EmailLinkCallback.HasToken(Request.Query))
        {
            // It is of no use here, and must not stay in the address bar.
            return RedirectToPage(new { status = callback.Succeeded ? "200" : "400", action = callback.Purpose?.Action });
        }

        if (callback.Succeeded)
        {
            events.EmailChangeReported();
            return Page();
        }

        return callback.Purpose is { } failed && links.ContinueAfterFailure(HttpContext, failed) is { } path
            ? LocalRedirect(path)
            : await FailAsync(callback.Purpose ?? LinkPurpose.MagicLink, "callback");
    }

    /// <param name="shown">The address that the visitor agreed to. Another link may have replaced the one that was shown.</param>
    public async Task<IActionResult> OnPostAsync(string? shown)
    {
        if (await LoadAsync(HttpContext.RequestAborted) is { } elsewhere)
        {
            return elsewhere;
        }

        if (Link!.SignIn is not { } granted)
        {
            return LocalRedirect(await links.ExchangeAsync(HttpContext, Link));
        }

        return shown == granted.Email ? LocalRedirect(await links.SignInAsync(HttpContext, Link.Purpose, granted)) : RedirectToPage();
    }

    public async Task<IActionResult> OnPostDeclineAsync()
    {
        await links.DeclineAsync(HttpContext);
        return LocalRedirect("~/");
    }

    public async Task<IActionResult?> LoadAsync(CancellationToken cancellation)
    {
        Link = cookies.Pending.Read(HttpContext);
        if (Link is not null)
        {
            return Link.Purpose.FormPage is { } page ? RedirectToPage(page) : null;
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

    private async Task<IActionResult> OpenAsync(PendingLink link)
    {
        if (!link.Purpose.SignsIn || cookies.FindRequest(HttpContext, link.Purpose) is null || !Request.IsDocumentNavigation())
        {
            await links.KeepAsync(HttpContext, link);
            return RedirectToPage();
        }

        try
        {
            return LocalRedirect(await links.ExchangeAsync(HttpContext, link));
        }
        catch (Exception failure) when (failure is TooManyAttemptsException or AltogicUnavailableException)
        {
            // The token may still be good. OutageFilter shows the page with its button.
            Link = link;
            await links.KeepAsync(HttpContext, link);
            throw;
        }
    }

    private async Task<IActionResult> FailAsync(LinkPurpose purpose, string code)
    {
        events.LinkRejected(purpose.Action, code);
        var input = new IdentifierInput { Identifier = (await accounts.FindAsync(HttpContext))?.Email };
        Failed = new FailedLink(purpose, cookies.FindRequest(HttpContext, purpose), input);
        return this.Redisplay(StatusCodes.Status400BadRequest);
    }
}

public sealed record FailedLink(LinkPurpose Purpose, LinkRequest? Request, IdentifierInput Input);
