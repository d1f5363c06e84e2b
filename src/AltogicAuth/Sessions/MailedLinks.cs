using Altogic;

namespace AltogicAuth.Sessions;

/// <summary>
/// Asks Altogic to mail a link. Whether the address is known shows in nothing: not in the answer, not in its time, not
/// in the cookies. The marker cookie notes that this browser asked.
/// </summary>
public sealed class MailedLinks(AltogicClient altogic, EvenTiming timing, LinkCookies cookies)
{
    public Task SendMagicLinkAsync(HttpContext http, string address, string? returnUrl) =>
        SendAsync(http, new LinkRequest(Landing.MagicLink, address, returnUrl), () => altogic.Auth.SendMagicLinkEmailAsync(address));

    public Task SendStepUpAsync(HttpContext http, string address, string? returnUrl) =>
        SendAsync(http, new LinkRequest(LinkRequest.StepUp, address, returnUrl), () => altogic.Auth.SendMagicLinkEmailAsync(address));

    public Task SendResetAsync(HttpContext http, string address) =>
        SendAsync(http, new LinkRequest(Landing.ResetPassword, address, null), () => altogic.Auth.SendResetPwdEmailAsync(address));

    public Task ResendVerificationAsync(HttpContext http, string address, string? returnUrl) =>
        SendAsync(http, new LinkRequest(Landing.ConfirmEmail, address, returnUrl), () => altogic.Auth.ResendVerificationEmailAsync(address));

    private async Task SendAsync(HttpContext http, LinkRequest request, Func<Task<AltogicResult>> send)
    {
        await timing.RunAsync(send);
        cookies.Marker.Write(http, request with { ReturnUrl = ReturnUrl.Local(request.ReturnUrl) });
    }
}
