using AltogicAuth.Accounts;
using AltogicAuth.EmailLinks;
using AltogicAuth.Providers;

namespace AltogicAuth.Pages;

/// <summary>The way back from a provider. No mail scanner sees it, so a GET exchanges the token.</summary>
[AllowAnonymous]
public sealed class ProviderCallbackModel(ProviderSignIns signIns, LinkSignIns links, LinkCookies cookies, ProviderStarts starts, SecurityEvents events) : PageModel, IRedisplay
{
    public const string Cancelled = "access_denied";
    public const string Expired = "expired";

    private static readonly string[] Known = [Cancelled, Expired, ErrorCodes.EmailNotUnique];

    public GrantedSession? Granted { get; private set; }

    public bool IsOtherUser { get; private set; }

    /// <summary>Null unless the sign-in failed.</summary>
    public string? FailureCode { get; private set; }

    public Provider? Provider => Provider.Find(Granted?.Provider);

    public async Task<IActionResult> OnGetAsync(string? code)
    {
        if (code is not null)
        {
            // A code of a link that anyone can write does not get into the log.
            FailureCode = Known.Contains(code) ? code : "unknown";
            events.LinkRejected(LinkPurpose.Provider.Action, FailureCode);
            starts.Clear(HttpContext);
            return this.Redisplay(StatusCodes.Status400BadRequest);
        }

        return Pending() is { AccessToken: not null } link
            ? LocalRedirect(await signIns.ExchangeAsync(HttpContext, link))
            : await LoadAsync(HttpContext.RequestAborted) ?? Page();
    }

    /// <param name="shown">The user whom the visitor agreed to. Another sign-in may have replaced the one that was shown.</param>
    public async Task<IActionResult> OnPostAsync(string? shown)
    {
        if (await LoadAsync(HttpContext.RequestAborted) is { } elsewhere)
        {
            return elsewhere;
        }

        return shown == Granted!.UserId && !IsOtherUser ? LocalRedirect(await signIns.SignInAsync(HttpContext, Granted, returnUrl: null)) : RedirectToPage();
    }

    public async Task<IActionResult> OnPostDeclineAsync()
    {
        await links.DeclineAsync(HttpContext);
        return LocalRedirect("~/");
    }

    public Task<IActionResult?> LoadAsync(CancellationToken cancellation)
    {
        Granted = Pending()?.SignIn;
        IsOtherUser = Pending()?.IsOtherUser == true;
        return Task.FromResult<IActionResult?>(
            Granted is not null ? null
            : User.Identity?.IsAuthenticated == true ? LocalRedirect(ReturnUrl.Profile)
            : RedirectToPage("/Login"));
    }

    private PendingLink? Pending() => cookies.Pending.Read(HttpContext) is { } link && link.Purpose == LinkPurpose.Provider ? link : null;
}
