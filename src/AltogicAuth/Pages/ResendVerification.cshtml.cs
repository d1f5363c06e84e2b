using AltogicAuth.Forms;
using AltogicAuth.RateLimits;
using AltogicAuth.Sessions;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace AltogicAuth.Pages;

[RequireNoAuth, RateLimited(LimitedForm.Resend)]
public sealed class ResendVerificationModel(MailedLinks links, MailCooldown cooldown, EmailTypo typo) : PageModel, INamesAccount
{
    [BindProperty]
    public EmailInput Input { get; set; } = new();

    [BindProperty(SupportsGet = true)]
    public string? ReturnUrl { get; set; }

    public bool Sent { get; private set; }

    public int? WaitSeconds { get; private set; }

    /// <summary>Nobody's while the cool-down answers: nothing is sent then, so nothing counts.</summary>
    public string? Account => cooldown.IsOn(Input.Address) ? null : Input.Address;

    public async Task<IActionResult> OnPostAsync()
    {
        typo.Question(this, Input.Address, Input.AcceptedEmail);
        if (!ModelState.IsValid)
        {
            return this.ShowAgain();
        }

        var wait = cooldown.TryStart(Input.Address);
        if (wait > TimeSpan.Zero)
        {
            WaitSeconds = (int)Math.Ceiling(wait.TotalSeconds);
            return Page();
        }

        try
        {
            if (await links.ResendVerificationAsync(HttpContext, Input.Address, ReturnUrl) is { } refusal)
            {
                cooldown.Cancel(Input.Address);
                return this.Refuse(refusal);
            }
        }
        catch (Altogic.AltogicUnavailableException)
        {
            cooldown.Cancel(Input.Address);
            throw;
        }

        Sent = true;
        return Page();
    }
}
