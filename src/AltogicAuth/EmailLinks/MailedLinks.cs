using AltogicAuth.RateLimiting;

namespace AltogicAuth.EmailLinks;

/// <summary>Nothing reveals whether an address is known. The one rejection that a page shows depends on no address: that no mails are sent.</summary>
public sealed class MailedLinks(AltogicClient altogic, ResponsePadding padding, LinkCookies cookies, MailCooldown cooldown, AttemptPermits permits)
{
    /// <summary>Within the cooldown the response is the same, and as true: the earlier mail is on its way.</summary>
    public async Task<ApiError?> SendAsync(HttpContext http, LinkPurpose purpose, EmailAddress address, string? returnUrl)
    {
        var isDue = cooldown.Left(purpose.Code, address.Value) == TimeSpan.Zero;
        if (isDue)
        {
            await permits.AcquireAsync(http, RateLimitPolicy.Mail, address.Value);
        }

        return await RespondAsync(http, purpose, address, returnUrl, async () => isDue ? await TrySendAsync(purpose, address) : null);
    }

    /// <summary>A cooldown that another person started does not delay a user who is signed in. The limit is the user's own.</summary>
    public async Task<ApiError?> SendToUserAsync(HttpContext http, LinkPurpose purpose, EmailAddress address, string? returnUrl)
    {
        await permits.AcquireAsync(http, RateLimitPolicy.Mail, http.User.UserId());
        cooldown.Cancel(purpose.Code, address.Value);
        return await RespondAsync(http, purpose, address, returnUrl, () => TrySendAsync(purpose, address));
    }

    /// <summary>Null where a mail of the same purpose is on its way.</summary>
    public async Task<AltogicResult?> TrySendAsync(LinkPurpose purpose, EmailAddress address)
    {
        if (!cooldown.TryStart(purpose.Code, address.Value))
        {
            return null;
        }

        AltogicResult? sent = null;
        try
        {
            return sent = await purpose.MailAsync(altogic.Auth, address);
        }
        finally
        {
            // Without a mail the next request need not wait, even where the response has been sent by now.
            if (sent is null || sent.Error?.Has(ErrorCodes.EmailVerificationDisabled) == true)
            {
                cooldown.Cancel(purpose.Code, address.Value);
            }
        }
    }

    public void StartConfirmationCooldown(EmailAddress address) => cooldown.TryStart(LinkPurpose.Confirm.Code, address.Value);

    public void Correlate(HttpContext http, LinkRequest request) => cookies.Correlation.Write(http, request);

    private async Task<ApiError?> RespondAsync(
        HttpContext http, LinkPurpose purpose, EmailAddress address, string? returnUrl, Func<Task<AltogicResult?>> send)
    {
        var sent = await padding.RunAsync(send);
        if (sent?.Error is { } rejection && rejection.Has(ErrorCodes.EmailVerificationDisabled))
        {
            return rejection;
        }

        var request = new LinkRequest(purpose, address.Value, returnUrl);
        if (purpose.ConfirmsRegistration && cookies.Correlation.Read(http) is { } former && former.Email == request.Email)
        {
            // Requested again, it is still the confirmation of the registration in this browser.
            request = request with { RegistrationKey = former.RegistrationKey, SignUp = former.SignUp };
        }

        Correlate(http, request);
        return null;
    }
}
