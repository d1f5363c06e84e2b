using AltogicAuth.Accounts;
using AltogicAuth.EmailLinks;
using AltogicAuth.PhoneCodes;

namespace AltogicAuth.Pages.Profile;

[RequireAuth]
public sealed class PasswordCheckModel(CurrentAccount accounts, MailedLinks links, SentCodes codes, UnconfirmedPasswords unconfirmed)
    : UserMessagePage(accounts, links, codes)
{
    public async Task<IActionResult> OnPostKeepAsync()
    {
        // A user who only knows the password may be the one that the question is about.
        if (HttpContext.FindSession() is not { HasVerifiedIdentifier: true })
        {
            return RedirectToPage(new { ReturnUrl });
        }

        await unconfirmed.ConfirmAsync(HttpContext.SessionToken(), User.UserId()!);
        this.SetFlash("PasswordCheck.Kept");
        return LocalRedirect(Web.ReturnUrl.OrProfile(ReturnUrl));
    }

    public async Task<IActionResult> OnPostReplaceAsync(CancellationToken cancellation)
    {
        if (await SendAsync(LinkPurpose.ResetPassword, CodePurpose.ResetPassword, cancellation) is { } elsewhere)
        {
            return elsewhere;
        }

        this.SetFlash("PasswordCheck.Sent");
        return RedirectToPage("/Profile/Index");
    }
}
