using AltogicAuth.Accounts;
using AltogicAuth.EmailLinks;
using AltogicAuth.PhoneCodes;

namespace AltogicAuth.Pages.Profile;

[RequireAuth]
public sealed class PasswordCheckModel(CurrentAccount accounts, MailedLinks links, SentCodes codes, UnconfirmedPasswords unconfirmed) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public string? ReturnUrl { get; set => field = Web.ReturnUrl.Local(value); }

    public async Task<IActionResult> OnPostKeepAsync()
    {
        // A user who only knows the password may be the one that the question is about.
        if (HttpContext.FindSession() is not { HasVerifiedAddress: true })
        {
            return RedirectToPage(new { ReturnUrl });
        }

        await unconfirmed.ConfirmAsync(HttpContext.SessionToken(), User.UserId()!);
        this.SetFlash("PasswordCheck.Kept");
        return LocalRedirect(Web.ReturnUrl.OrProfile(ReturnUrl));
    }

    public async Task<IActionResult> OnPostReplaceAsync(CancellationToken cancellation)
    {
        var account = await accounts.ReadAsync(HttpContext.SessionToken(), cancellation);
        if (account.Email is null && PhoneNumber.FromAccount(account.Phone) is { } phone)
        {
            return await codes.SendToUserAsync(HttpContext, new PendingCode(CodePurpose.ResetPassword, phone.Value, ReturnUrl)) is { } codeRejection
                ? this.RedisplayWithError(codeRejection)
                : RedirectToPage(CodePurpose.ResetPassword.FormPage);
        }

        var address = EmailAddress.TryParse(account.Email);
        if (address is not null && await links.SendToUserAsync(HttpContext, LinkPurpose.ResetPassword, address, ReturnUrl) is { } rejection)
        {
            return this.RedisplayWithError(rejection);
        }

        this.SetFlash("PasswordCheck.Sent");
        return RedirectToPage("/Profile/Index");
    }
}
