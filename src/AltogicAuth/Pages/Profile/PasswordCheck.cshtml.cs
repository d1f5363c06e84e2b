using AltogicAuth.Accounts;
using AltogicAuth.Authentication;
using AltogicAuth.EmailLinks;
using AltogicAuth.RateLimiting;
using AltogicAuth.Web;

namespace AltogicAuth.Pages.Profile;

/// <summary>Asks whose password it is, where somebody else may have registered the address first.</summary>
[RequireAuth]
public sealed class PasswordCheckModel(
    CurrentAccount accounts, AttemptPermits permits, MailedLinks links, UnconfirmedPasswords unconfirmed) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public string? ReturnUrl { get; set => field = Web.ReturnUrl.Local(value); }

    public async Task<IActionResult> OnPostKeepAsync()
    {
        // Whoever knows the password and nothing else may be the one that the question is about.
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
        await permits.AcquireAsync(HttpContext, RateLimitPolicy.Mail, account.Id);
        if (EmailAddress.TryParse(account.Email) is { } address && await links.SendResetAtOnceAsync(HttpContext, address, ReturnUrl) is { } rejection)
        {
            return this.RedisplayWithError(rejection);
        }

        this.SetFlash("PasswordCheck.Sent");
        return RedirectToPage("/Profile/Index");
    }
}
