using AltogicAuth.Authentication;
using AltogicAuth.EmailLinks;
using AltogicAuth.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace AltogicAuth.Pages;

[Anyone]
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
            return this.ShowAgain();
        }

        if (await links.SendResetAsync(HttpContext, address, ReturnUrl) is { } refusal)
        {
            return this.Refuse(refusal);
        }

        this.Tell("Forgot.Sent");
        return RedirectToPage(new { ReturnUrl });
    }
}
