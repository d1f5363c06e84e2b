using Altogic;

namespace AltogicAuth.Sessions;

/// <summary>
/// Asks Altogic to mail a link. Whether the address is known shows in nothing: not in the answer, not in its time, not
/// in the cookies. The only refusal that a page gets to see depends on no address: that no mails are sent at all. The
/// marker cookie notes that this browser asked.
/// </summary>
public sealed class MailedLinks(AltogicClient altogic, EvenTiming timing, LinkCookies cookies)
{
    public Task<ApiError?> SendMagicLinkAsync(HttpContext http, string address, string? returnUrl) =>
        SendAsync(http, new LinkRequest(Landing.MagicLink, address, returnUrl), () => altogic.Auth.SendMagicLinkEmailAsync(address));

    public Task<ApiError?> SendStepUpAsync(HttpContext http, string address, string? returnUrl) =>
        SendAsync(http, new LinkRequest(LinkRequest.StepUp, address, returnUrl), () => altogic.Auth.SendMagicLinkEmailAsync(address));

    public Task<ApiError?> SendResetAsync(HttpContext http, string address) =>
        SendAsync(http, new LinkRequest(Landing.ResetPassword, address, null), () => altogic.Auth.SendResetPwdEmailAsync(address));

    public Task<ApiError?> ResendVerificationAsync(HttpContext http, string address, string? returnUrl) =>
        SendAsync(http, new LinkRequest(Landing.ConfirmEmail, address, returnUrl), () => altogic.Auth.ResendVerificationEmailAsync(address));

    private async Task<ApiError?> SendAsync(HttpContext http, LinkRequest request, Func<Task<AltogicResult>> send)
    {
        var sent = await timing.RunAsync(send);
        if (sent?.Error is { } refusal && refusal.Has(ErrorCodes.EmailVerificationDisabled))
        {
            return refusal;
        }

        cookies.Marker.Write(http, request with { ReturnUrl = ReturnUrl.Local(request.ReturnUrl) });
        return null;
    }
}
