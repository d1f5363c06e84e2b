using AltogicAuth.Accounts;
using AltogicAuth.Authentication;
using AltogicAuth.EmailLinks;
using AltogicAuth.Web;

namespace AltogicAuth.Pages.Profile;

/// <summary>Who has no password proves by a fresh link who they are, and comes back to what they were doing.</summary>
[RequireAuth]
public sealed class StepUpLinkModel(CurrentAccount accounts, MailedLinks links, LinkCookies cookies) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public string? ReturnUrl { get; set => field = Web.ReturnUrl.Local(value); }

    // A log-in may lead back here, to a mail that nobody sent.
    public IActionResult OnGet() => cookies.Correlation.Read(HttpContext) is { Action: LinkRequest.StepUp }
        ? Page()
        : LocalRedirect(Web.ReturnUrl.OrProfile(ReturnUrl));

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellation)
    {
        var account = await accounts.ReadAsync(HttpContext.SessionToken(), cancellation);
        if (EmailAddress.TryParse(account.Email) is { } address && await links.SendStepUpAsync(HttpContext, address, ReturnUrl) is { } refusal)
        {
            return this.RedisplayWithError(refusal);
        }

        return RedirectToPage(new { ReturnUrl });
    }
}
