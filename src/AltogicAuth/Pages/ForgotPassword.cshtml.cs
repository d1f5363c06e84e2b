using AltogicAuth.EmailLinks;
using AltogicAuth.Web;
using Microsoft.AspNetCore.Authorization;

namespace AltogicAuth.Pages;

[AllowAnonymous]
public sealed class ForgotPasswordModel(MailedLinks links, EmailTypo typo) : PageModel
{
    [BindProperty]
    public EmailInput Input { get; set; } = new();

    [BindProperty(SupportsGet = true)]
    public string? ReturnUrl { get; set => field = Web.ReturnUrl.Local(value); }

    public async Task<IActionResult> OnPostAsync()
    {
        typo.Question(this, Input.Address, Input.AcceptedEmail);
        if (!ModelState.IsValid || Input.Address is not { } address)
        {
            return this.Redisplay();
        }

        if (await links.SendResetAsync(HttpContext, address, ReturnUrl) is { } refusal)
        {
            return this.RedisplayWithError(refusal);
        }

        this.SetFlash("Forgot.Sent");
        return RedirectToPage(new { ReturnUrl });
    }
}
