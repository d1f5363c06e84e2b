using AltogicAuth.Accounts;
using AltogicAuth.EmailLinks;

namespace AltogicAuth.Pages.Profile;

/// <summary>A user without a password reauthenticates by a link.</summary>
[RequireAuth]
public sealed class StepUpLinkModel(CurrentAccount accounts, MailedLinks links, LinkCookies cookies) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public string? ReturnUrl { get; set => field = Web.ReturnUrl.Local(value); }

    // A sign-in may lead back here, where no mail was sent.
    public IActionResult OnGet() => cookies.Correlation.Read(HttpContext)?.Purpose.Reauthenticates == true
        ? Page()
        : LocalRedirect(Web.ReturnUrl.OrProfile(ReturnUrl));

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellation)
    {
        var account = await accounts.ReadAsync(HttpContext.SessionToken(), cancellation);
        var address = EmailAddress.TryParse(account.Email);
        if (address is not null && await links.SendToUserAsync(HttpContext, LinkPurpose.StepUp, address, ReturnUrl) is { } rejection)
        {
            return this.RedisplayWithError(rejection);
        }

        return RedirectToPage(new { ReturnUrl });
    }
}
