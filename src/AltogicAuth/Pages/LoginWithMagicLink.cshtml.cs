using AltogicAuth.Authentication;
using AltogicAuth.EmailLinks;
using AltogicAuth.Web;

namespace AltogicAuth.Pages;

[RequireNoAuth]
public sealed class LoginWithMagicLinkModel(MailedLinks links, EmailTypo typo) : PageModel
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

        if (await links.SendMagicLinkAsync(HttpContext, address, ReturnUrl) is { } refusal)
        {
            return this.RedisplayWithError(refusal);
        }

        this.SetFlash("MagicLink.Sent");
        return RedirectToPage(new { ReturnUrl });
    }
}
