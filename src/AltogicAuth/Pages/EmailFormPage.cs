using AltogicAuth.EmailLinks;

namespace AltogicAuth.Pages;

public abstract class EmailFormPage(LinkPurpose purpose, MailedLinks links, EmailTypo typo) : PageModel
{
    [BindProperty]
    public EmailInput Input { get; set; } = new();

    [BindProperty(SupportsGet = true)]
    public string? ReturnUrl { get; set => field = Web.ReturnUrl.Local(value); }

    public LinkPurpose Purpose => purpose;

    public async Task<IActionResult> OnPostAsync()
    {
        typo.AddTypoError(this, Input.Address, Input.AcceptedEmail);
        return ModelState.IsValid && Input.Address is { } address ? await SendAsync(address) : this.Redisplay();
    }

    private async Task<IActionResult> SendAsync(EmailAddress address) =>
        await links.SendAsync(HttpContext, purpose, address, ReturnUrl) is { } rejection ? this.RedisplayWithError(rejection) : RedirectToPage("/CheckYourMail");
}
