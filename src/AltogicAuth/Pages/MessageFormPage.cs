using AltogicAuth.EmailLinks;
using AltogicAuth.PhoneCodes;

namespace AltogicAuth.Pages;

/// <summary>Mails a link to an address, or sends a code to a number.</summary>
public abstract class MessageFormPage(
    LinkPurpose purpose, CodePurpose codePurpose, MailedLinks links, SentCodes codes, AccountIdentifiers identifiers, EmailTypo typo) : PageModel
{
    [BindProperty]
    public IdentifierInput Input { get; set; } = new();

    [BindProperty(SupportsGet = true)]
    public string? ReturnUrl { get; set => field = Web.ReturnUrl.Local(value); }

    public string ButtonText => identifiers.TextFor(purpose.RequestText);

    public async Task<IActionResult> OnPostAsync()
    {
        var identifier = identifiers.TryParse(Input.Identifier);
        typo.AddTypoError(this, "Input.Identifier", identifier?.Address, Input.AcceptedEmail);
        if (!ModelState.IsValid || identifier is null)
        {
            return this.Redisplay();
        }

        return identifier.Phone is { } phone ? await SendCodeAsync(phone) : await SendAsync(identifier.Address!);
    }

    private async Task<IActionResult> SendAsync(EmailAddress address) =>
        await links.SendAsync(HttpContext, purpose, address, ReturnUrl) is { } rejection ? this.RedisplayWithError(rejection) : RedirectToPage("/CheckYourMail");

    private async Task<IActionResult> SendCodeAsync(PhoneNumber phone) =>
        await codes.SendAsync(HttpContext, new PendingCode(codePurpose, phone.Value, ReturnUrl)) is { } rejection
            ? this.RedisplayWithError(rejection, ("phone", "Input.Identifier"))
            : RedirectToPage(codePurpose.FormPage);
}
