using AltogicAuth.Accounts;
using AltogicAuth.EmailLinks;
using AltogicAuth.PhoneCodes;

namespace AltogicAuth.Pages.Profile;

/// <summary>A user without a password reauthenticates by a link, or, without an address, by a code.</summary>
[RequireAuth]
public sealed class StepUpLinkModel(CurrentAccount accounts, MailedLinks links, SentCodes codes, LinkCookies cookies) : PageModel
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
        if (account.Email is null && PhoneNumber.FromAccount(account.Phone) is { } phone)
        {
            return await codes.SendToUserAsync(HttpContext, new PendingCode(CodePurpose.StepUp, phone.Value, ReturnUrl)) is { } codeRejection
                ? this.RedisplayWithError(codeRejection)
                : RedirectToPage(CodePurpose.StepUp.FormPage);
        }

        var address = EmailAddress.TryParse(account.Email);
        if (address is not null && await links.SendToUserAsync(HttpContext, LinkPurpose.StepUp, address, ReturnUrl) is { } rejection)
        {
            return this.RedisplayWithError(rejection);
        }

        return RedirectToPage(new { ReturnUrl });
    }
}
