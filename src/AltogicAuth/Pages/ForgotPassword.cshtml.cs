using AltogicAuth.Forms;
using AltogicAuth.Sessions;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace AltogicAuth.Pages;

[Anyone]
public sealed class ForgotPasswordModel(MailedLinks links, EmailTypo typo) : PageModel
{
    [BindProperty]
    public EmailInput Input { get; set; } = new();

    public async Task<IActionResult> OnPostAsync()
    {
        if (!ModelState.IsValid || typo.Asks(this, "Input.Email", Input.Address, Input.AcceptedEmail))
        {
            return this.ShowAgain();
        }

        await links.SendResetAsync(HttpContext, Input.Address);
        this.Tell("Forgot.Sent");
        return RedirectToPage();
    }
}
