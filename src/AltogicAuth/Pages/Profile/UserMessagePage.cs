using AltogicAuth.Accounts;
using AltogicAuth.EmailLinks;
using AltogicAuth.PhoneCodes;

namespace AltogicAuth.Pages.Profile;

/// <summary>Mails a link to the user or, without an address, sends a code.</summary>
public abstract class UserMessagePage(CurrentAccount accounts, MailedLinks links, SentCodes codes) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public string? ReturnUrl { get; set => field = Web.ReturnUrl.Local(value); }

    /// <summary>Null where a mail is on its way, or the user has neither address nor number.</summary>
    protected async Task<IActionResult?> SendAsync(LinkPurpose link, CodePurpose code, CancellationToken cancellation)
    {
        var account = await accounts.ReadAsync(HttpContext.SessionToken(), cancellation);
        if (account.Email is null && PhoneNumber.FromAccount(account.Phone) is { } phone)
        {
            return await codes.SendToUserAsync(HttpContext, new PendingCode(code, phone.Value, ReturnUrl)) is { } codeRejection
                ? this.RedisplayWithError(codeRejection)
                : RedirectToPage(code.FormPage);
        }

        return EmailAddress.TryParse(account.Email) is { } address &&
            await links.SendToUserAsync(HttpContext, link, address, ReturnUrl) is { } mailRejection
                ? this.RedisplayWithError(mailRejection)
                : null;
    }
}
