using AltogicAuth.Sessions;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace AltogicAuth.Pages.Profile;

/// <summary>Who has no password proves by a fresh link who they are, and comes back to what they were doing.</summary>
[RequireAuth]
public sealed class StepUpLinkModel(Accounts accounts, MailedLinks links) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public string? ReturnUrl { get; set; }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellation)
    {
        var account = await accounts.ReadAsync(await HttpContext.SessionTokenAsync(), cancellation);
        await links.SendMagicLinkAsync(HttpContext, Forms.EmailAddress.Normalize(account.Email), ReturnUrl);
        return RedirectToPage();
    }
}
