using Altogic;
using AltogicAuth.RateLimits;
using AltogicAuth.Sessions;

namespace AltogicAuth.Links;

/// <summary>
/// Asks Altogic to mail a link. Whether the address is known shows in nothing: not in the answer, not in its time, not
/// in the cookies. The only refusal that a page gets to see depends on no address: that no mails are sent at all. The
/// marker cookie notes that this browser asked.
/// </summary>
public sealed class MailedLinks(AltogicClient altogic, EvenTiming timing, LinkCookies cookies, MailCooldown cooldown, AttemptPermits permits)
{
    public Task<ApiError?> SendMagicLinkAsync(HttpContext http, string address, string? returnUrl) =>
        SendAsync(http, new LinkRequest(Landing.MagicLink, address, returnUrl), MailWayInAsync, LimitedForm.MagicLink);

    public Task<ApiError?> SendStepUpAsync(HttpContext http, string address, string? returnUrl) =>
        SendAsync(http, new LinkRequest(LinkRequest.StepUp, address, returnUrl), altogic.Auth.SendMagicLinkEmailAsync, LimitedForm.MagicLink);

    public Task<ApiError?> SendResetAsync(HttpContext http, string address, string? returnUrl) =>
        SendAsync(http, new LinkRequest(Landing.ResetPassword, address, returnUrl), MailResetAsync, LimitedForm.Reset);

    /// <summary>To somebody who has just shown that the address is theirs: no limit and no cool-down that a stranger started keep it back.</summary>
    public Task<ApiError?> SendResetAtOnceAsync(HttpContext http, string address, string? returnUrl)
    {
        cooldown.Cancel(Landing.ResetPassword, address);
        return SendAsync(http, new LinkRequest(Landing.ResetPassword, address, returnUrl), MailResetAsync, form: null);
    }

    public Task<ApiError?> ResendVerificationAsync(HttpContext http, string address, string? returnUrl) =>
        SendAsync(http, new LinkRequest(Landing.ConfirmEmail, address, returnUrl), MailConfirmationAsync, LimitedForm.Resend);

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

    // Within the cool-down the answer is the same, and as true: the mail of before is on its way. Only to themselves may
    // somebody send another one at once, such as in place of a link that did not work.
    private async Task<ApiError?> SendAsync(
        HttpContext http, LinkRequest request, Func<string, Task<AltogicResult>> mail, LimitedForm? form)
    {
        var isDue = IsDue(http, request, form);
        var sent = await timing.RunAsync(async () => isDue ? await CoolAsync(request, mail) : null);
        if (sent?.Error is { } refusal && refusal.Has(ErrorCodes.EmailVerificationDisabled))
        {
            return refusal;
        }

        cookies.Marker.Write(http, request with { Action = MarkedAs(http, request), ReturnUrl = ReturnUrl.Local(request.ReturnUrl) });
        return null;
    }

    private bool IsDue(HttpContext http, LinkRequest request, LimitedForm? form)
    {
        var isStepUp = request.Action == LinkRequest.StepUp;
        if (!isStepUp && cooldown.Left(request.Action, request.Email) > TimeSpan.Zero)
        {
            return false;
        }

        if (form is { } limited)
        {
            permits.Acquire(http, limited, isStepUp ? http.User.UserId() : request.Email);
        }

        return isStepUp || cooldown.TryStart(request.Action, request.Email);
    }

    // Where no mail went out there is nothing to wait for, whether or not the visitor has been answered by then.
    private async Task<AltogicResult> CoolAsync(LinkRequest request, Func<string, Task<AltogicResult>> mail)
    {
        try
        {
            var sent = await mail(request.Email);
            if (sent.Error?.Has(ErrorCodes.EmailVerificationDisabled) == true)
            {
                cooldown.Cancel(request.Action, request.Email);
            }

            return sent;
        }
        catch (AltogicUnavailableException)
        {
            cooldown.Cancel(request.Action, request.Email);
            throw;
        }
    }

    // Another confirmation is asked for. Only the browser that registered the address knows that no stranger did.
    private string MarkedAs(HttpContext http, LinkRequest request) =>
        request.Action == Landing.ConfirmEmail && !(cookies.Marker.Read(http) is { Action: Landing.ConfirmEmail } marker && marker.Email == request.Email)
            ? LinkRequest.Reclaim
            : request.Action;
}
