using AltogicAuth.EmailLinks;
using AltogicAuth.Messages;

namespace AltogicAuth.Pages;

/// <summary>After every request for a mail. The correlation cookie has the address, so no address of a page does.</summary>
[AllowAnonymous]
public sealed class CheckYourMailModel(LinkCookies cookies, MailedLinks links, MessageCooldown cooldown) : PageModel
{
    /// <summary>Null where this browser has requested nothing by an address.</summary>
    public LinkRequest? Requested =>
        cookies.Correlation.Read(HttpContext) is { Purpose: { IsRequestedByAddress: true, Reauthenticates: false } } request ? request : null;

    /// <summary>After a registration a mail goes out in any case: the owner of a taken address gets one too.</summary>
    public bool IsCertain => Requested?.RegistrationKey is not null;

    public string FormPage => IsCertain ? "/register" : Requested!.Purpose.RequestPage;

    public int SecondsLeft => Requested is { } request ? cooldown.SecondsLeft(request.Purpose.Code, request.Email) : 0;

    public async Task<IActionResult> OnPostAsync()
    {
        if (Requested is not { } request || EmailAddress.TryParse(request.Email) is not { } address)
        {
            return RedirectToPage();
        }

        return await this.ResendAsync(
            SecondsLeft, () => links.SendAsync(HttpContext, request.Purpose, address, request.ReturnUrl), sent: "CheckMail.Again");
    }
}
