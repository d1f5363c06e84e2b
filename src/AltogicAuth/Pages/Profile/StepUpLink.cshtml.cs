using AltogicAuth.Accounts;
using AltogicAuth.EmailLinks;
using AltogicAuth.PhoneCodes;

namespace AltogicAuth.Pages.Profile;

/// <summary>A user without a password reauthenticates by a link, or, without an address, by a code.</summary>
[RequireAuth]
public sealed class StepUpLinkModel(CurrentAccount accounts, MailedLinks links, SentCodes codes, LinkCookies cookies)
    : UserMessagePage(accounts, links, codes)
{
    // A sign-in may lead back here, where no mail was sent.
    public IActionResult OnGet() => cookies.Correlation.Read(HttpContext)?.Purpose.Reauthenticates == true
        ? Page()
        : LocalRedirect(Web.ReturnUrl.OrProfile(ReturnUrl));

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellation) =>
        await SendAsync(LinkPurpose.StepUp, CodePurpose.StepUp, cancellation) ?? RedirectToPage(new { ReturnUrl });
}
