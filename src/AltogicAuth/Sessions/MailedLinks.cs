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
        SendAsync(http, new LinkRequest(Landing.MagicLink, address, returnUrl), MailWayInAsync);

    public Task<ApiError?> SendStepUpAsync(HttpContext http, string address, string? returnUrl) =>
        SendAsync(http, new LinkRequest(LinkRequest.StepUp, address, returnUrl), altogic.Auth.SendMagicLinkEmailAsync);

    public Task<ApiError?> SendResetAsync(HttpContext http, string address, string? returnUrl) =>
        SendAsync(http, new LinkRequest(Landing.ResetPassword, address, returnUrl), MailResetAsync);

    public Task<ApiError?> ResendVerificationAsync(HttpContext http, string address, string? returnUrl) =>
        SendAsync(http, new LinkRequest(Landing.ConfirmEmail, address, returnUrl), MailConfirmationAsync);

    /// <summary>Mails a magic link, or the confirmation that has to come first.</summary>
    public Task<AltogicResult> MailWayInAsync(string address) => MailAsync(
        address, altogic.Auth.SendMagicLinkEmailAsync, ErrorCodes.EmailNotVerified, instead: altogic.Auth.ResendVerificationEmailAsync);

    private Task<AltogicResult> MailResetAsync(string address) => MailAsync(
        address, altogic.Auth.SendResetPwdEmailAsync, ErrorCodes.EmailNotVerified, instead: altogic.Auth.ResendVerificationEmailAsync);

    private Task<AltogicResult> MailConfirmationAsync(string address) => MailAsync(
        address, altogic.Auth.ResendVerificationEmailAsync, ErrorCodes.EmailAlreadyVerified, instead: altogic.Auth.SendMagicLinkEmailAsync);

    // The link that an address cannot have yet, or needs no more, would leave its owner waiting: the one that helps goes instead.
    private static async Task<AltogicResult> MailAsync(
        string address, Func<string, Task<AltogicResult>> mail, string refusal, Func<string, Task<AltogicResult>> instead)
    {
        var sent = await mail(address);
        return sent.Error?.Has(refusal) == true ? await instead(address) : sent;
    }

    private async Task<ApiError?> SendAsync(HttpContext http, LinkRequest request, Func<string, Task<AltogicResult>> mail)
    {
        var sent = await timing.RunAsync(() => mail(request.Email));
        if (sent?.Error is { } refusal && refusal.Has(ErrorCodes.EmailVerificationDisabled))
        {
            return refusal;
        }

        cookies.Marker.Write(http, request with { ReturnUrl = ReturnUrl.Local(request.ReturnUrl) });
        return null;
    }
}
