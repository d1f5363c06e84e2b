using AltogicAuth.EmailLinks;
using AltogicAuth.RateLimiting;

namespace AltogicAuth.PhoneCodes;

/// <summary>Nothing reveals whether a number is known. The rejections that a page shows depend on no account.</summary>
public sealed class SentCodes(AltogicClient altogic, ResponsePadding padding, MailCooldown cooldown, AttemptPermits permits, AppCookieManager cookies)
{
    private readonly ProtectedCookie<PendingCode> _pending = cookies.Protect<PendingCode>("code", TimeSpan.FromMinutes(30), SameSiteMode.Lax);

    public PendingCode? FindPending(HttpContext http) => _pending.Read(http);

    public void SetPending(HttpContext http, PendingCode code) => _pending.Write(http, code);

    public void DeletePending(HttpContext http) => _pending.Delete(http);

    /// <summary>Until another code may be sent.</summary>
    public TimeSpan CooldownOf(PendingCode code) => cooldown.Left(code.Purpose.Id, code.Number);

    public void StartCooldown(CodePurpose purpose, PhoneNumber phone) => cooldown.TryStart(purpose.Id, phone.Value);

    /// <summary>Within the cooldown the response is the same, and as true: the earlier message is on its way.</summary>
    public async Task<ApiError?> SendAsync(HttpContext http, PendingCode code)
    {
        var isDue = CooldownOf(code) == TimeSpan.Zero;
        if (isDue)
        {
            await permits.AcquireAsync(http, RateLimitPolicy.Mail, code.Number);
        }

        return await RespondAsync(http, code, async () => isDue ? await TrySendAsync(code.Purpose, code.Phone!) : null);
    }

    /// <summary>A cooldown that another person started does not delay a user who is signed in. The limit is the user's own.</summary>
    public async Task<ApiError?> SendToUserAsync(HttpContext http, PendingCode code)
    {
        await permits.AcquireAsync(http, RateLimitPolicy.Mail, http.User.UserId());
        cooldown.Cancel(code.Purpose.Id, code.Number);
        return await RespondAsync(http, code, () => TrySendAsync(code.Purpose, code.Phone!));
    }

    /// <summary>Null where a message of the same purpose is on its way.</summary>
    public async Task<AltogicResult?> TrySendAsync(CodePurpose purpose, PhoneNumber phone)
    {
        if (!cooldown.TryStart(purpose.Id, phone.Value))
        {
            return null;
        }

        AltogicResult? sent = null;
        try
        {
            return sent = await purpose.SendAsync(altogic.Auth, phone);
        }
        finally
        {
            // Without a message the next request need not wait, even where the response has been sent by now.
            if (sent is null || sent.Error is { } error && IsAboutNoAccount(error))
            {
                cooldown.Cancel(purpose.Id, phone.Value);
            }
        }
    }

    private async Task<ApiError?> RespondAsync(HttpContext http, PendingCode code, Func<Task<AltogicResult?>> send)
    {
        var sent = await padding.RunAsync(send);
        if (sent?.Error is { } rejection && IsAboutNoAccount(rejection))
        {
            return rejection;
        }

        if (FindPending(http) is { } former && former.Number == code.Number && former.Purpose == CodePurpose.Confirm)
        {
            // Requested again, it is still the confirmation of the registration in this browser.
            code = code with { RegistrationKey = former.RegistrationKey, SignUp = former.SignUp };
        }

        SetPending(http, code);
        return null;
    }

    private static bool IsAboutNoAccount(ApiError error) => error.Items.Any(entry => entry.Code is
        ErrorCodes.PhoneVerificationDisabled or ErrorCodes.SmsAuthCodesDisabled or ErrorCodes.NotAllowed or ErrorCodes.ValidationError);
}
