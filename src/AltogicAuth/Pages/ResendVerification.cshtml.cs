using AltogicAuth.Authentication;
using AltogicAuth.EmailLinks;
using AltogicAuth.Web;

namespace AltogicAuth.Pages;

[RequireNoAuth]
public sealed class ResendVerificationModel(MailedLinks links, MailCooldown cooldown, EmailTypo typo) : PageModel
{
    [BindProperty]
    public EmailInput Input { get; set; } = new();

    [BindProperty(SupportsGet = true)]
    public string? ReturnUrl { get; set => field = Web.ReturnUrl.Local(value); }

    public bool Sent { get; private set; }

    public int? WaitSeconds { get; private set; }

    public async Task<IActionResult> OnPostAsync()
    {
        typo.Question(this, Input.Address, Input.AcceptedEmail);
        if (!ModelState.IsValid || Input.Address is not { } address)
        {
            return this.Redisplay();
        }

        var wait = cooldown.Left(EmailLinkCallback.ConfirmEmail, address.Value);
        if (wait > TimeSpan.Zero)
        {
            WaitSeconds = (int)Math.Ceiling(wait.TotalSeconds);
            return Page();
        }

        if (await links.ResendVerificationAsync(HttpContext, address, ReturnUrl) is { } refusal)
        {
            return this.RedisplayWithError(refusal);
        }

        Sent = true;
        return Page();
    }
}
