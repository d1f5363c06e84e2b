using AltogicAuth.Authentication;
using AltogicAuth.RateLimiting;
using AltogicAuth.Web;

namespace AltogicAuth.EmailLinks;

/// <summary>
/// Asks Altogic to mail a link. Whether the address is known shows in nothing: not in the answer, not in its time, not
/// in the cookies. The only refusal that a page gets to see depends on no address: that no mails are sent at all. The
/// marker cookie notes that this browser asked.
/// </summary>
public sealed class MailedLinks(AltogicClient altogic, ResponsePadding timing, LinkCookies cookies, MailCooldown cooldown, AttemptPermits permits)
{
    public Task<ApiError?> SendMagicLinkAsync(HttpContext http, EmailAddress address, string? returnUrl) =>
        SendAsync(http, new LinkRequest(EmailLinkCallback.MagicLink, address.Value, returnUrl), () => MailWayInAsync(address), RateLimitPolicy.Mail);

    /// <summary>To the address of a signed-in user, spelled as the account has it.</summary>
    public Task<ApiError?> SendStepUpAsync(HttpContext http, EmailAddress address, string? returnUrl) =>
        SendAsync(http, new LinkRequest(LinkRequest.StepUp, address.Value, returnUrl), () => altogic.Auth.SendMagicLinkEmailAsync(address.AsTyped), RateLimitPolicy.Mail);

    public Task<ApiError?> SendResetAsync(HttpContext http, EmailAddress address, string? returnUrl) =>
        SendAsync(http, new LinkRequest(EmailLinkCallback.ResetPassword, address.Value, returnUrl), () => MailResetAsync(address), RateLimitPolicy.Mail);

    /// <summary>To somebody who has just shown that the address is theirs: no limit and no cool-down that a stranger started keep it back.</summary>
    public Task<ApiError?> SendResetAtOnceAsync(HttpContext http, EmailAddress address, string? returnUrl)
    {
        cooldown.Cancel(EmailLinkCallback.ResetPassword, address.Value);
        return SendAsync(http, new LinkRequest(EmailLinkCallback.ResetPassword, address.Value, returnUrl), () => MailResetAsync(address), policy: null);
    }

    public Task<ApiError?> ResendVerificationAsync(HttpContext http, EmailAddress address, string? returnUrl) =>
        SendAsync(http, new LinkRequest(EmailLinkCallback.ConfirmEmail, address.Value, returnUrl), () => MailConfirmationAsync(address), RateLimitPolicy.Mail);

    /// <summary>Mails a magic link, or the confirmation that has to come first.</summary>
    public Task<AltogicResult> MailWayInAsync(EmailAddress address) => MailAsync(
        address, altogic.Auth.SendMagicLinkEmailAsync, ErrorCodes.EmailNotVerified, instead: altogic.Auth.ResendVerificationEmailAsync);

    private Task<AltogicResult> MailResetAsync(EmailAddress address) => MailAsync(
        address, altogic.Auth.SendResetPwdEmailAsync, ErrorCodes.EmailNotVerified, instead: altogic.Auth.ResendVerificationEmailAsync);

    private Task<AltogicResult> MailConfirmationAsync(EmailAddress address) => MailAsync(
        address, altogic.Auth.ResendVerificationEmailAsync, ErrorCodes.EmailAlreadyVerified, instead: altogic.Auth.SendMagicLinkEmailAsync);

    // The link that an address cannot have yet, or needs no more, would leave its owner waiting: the one that helps goes instead.
    private static Task<AltogicResult> MailAsync(
        EmailAddress address, Func<string, Task<AltogicResult>> mail, string refusal, Func<string, Task<AltogicResult>> instead) =>
        address.WithEachSpellingAsync(async spelling =>
        {
            var sent = await mail(spelling);
            return sent.Error?.Has(refusal) == true ? await instead(spelling) : sent;
        });

    // Within the cool-down the answer is the same, and as true: the mail of before is on its way. Only to themselves may
    // somebody send another one at once, such as in place of a link that did not work.
    private async Task<ApiError?> SendAsync(
        HttpContext http, LinkRequest request, Func<Task<AltogicResult>> mail, RateLimitPolicy? policy)
    {
        var isDue = await IsDueAsync(http, request, policy);
        var sent = await timing.RunAsync(async () => isDue ? await CoolAsync(request, mail) : null);
        if (sent?.Error is { } refusal && refusal.Has(ErrorCodes.EmailVerificationDisabled))
        {
            return refusal;
        }

        cookies.Correlation.Write(http, request with { Action = MarkedAs(http, request), ReturnUrl = ReturnUrl.Local(request.ReturnUrl) });
        return null;
    }

    private async Task<bool> IsDueAsync(HttpContext http, LinkRequest request, RateLimitPolicy? policy)
    {
        var isStepUp = request.Action == LinkRequest.StepUp;
        if (!isStepUp && cooldown.Left(request.Action, request.Email) > TimeSpan.Zero)
        {
            return false;
        }

        if (policy is { } limited)
        {
            await permits.AcquireAsync(http, limited, isStepUp ? http.User.UserId() : request.Email);
        }

        return isStepUp || cooldown.TryStart(request.Action, request.Email);
    }

    // Where no mail went out there is nothing to wait for, whether or not the visitor has been answered by then.
    private async Task<AltogicResult> CoolAsync(LinkRequest request, Func<Task<AltogicResult>> mail)
    {
        try
        {
            var sent = await mail();
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
        request.Action == EmailLinkCallback.ConfirmEmail && !(cookies.Correlation.Read(http) is { Action: EmailLinkCallback.ConfirmEmail } marker && marker.Email == request.Email)
            ? LinkRequest.Reclaim
            : request.Action;
}
