using AltogicAuth.Messages;

namespace AltogicAuth.PhoneCodes;

/// <summary>Requests codes by text message. A cookie has the number, and what the code is for.</summary>
public sealed class SentCodes(AltogicClient altogic, MessageRequests messages, MessageCooldown cooldown, AppCookieManager cookies)
{
    private readonly ProtectedCookie<PendingCode> _pending = cookies.Protect<PendingCode>("code", TimeSpan.FromMinutes(30), SameSiteMode.Lax);

    public PendingCode? FindPending(HttpContext http) => _pending.Read(http);

    public void SetPending(HttpContext http, PendingCode code) => _pending.Write(http, code);

    public void DeletePending(HttpContext http) => _pending.Delete(http);

    /// <summary>Until another code may be sent.</summary>
    public int SecondsLeft(PendingCode code) => cooldown.SecondsLeft(code.Purpose.Id, code.Number);

    // A user who is signed in requests codes for numbers of their own account: no rejection reveals another one.
    public RequestedMessage MessageOf(CodePurpose purpose, PhoneNumber phone) =>
        new(purpose.Id, phone.Value, () => purpose.SendAsync(altogic.Auth, phone), error => purpose.IsForSignedIn || RevealsNothing(error));

    public Task<ApiError?> SendAsync(HttpContext http, PendingCode code) =>
        SetPendingAsync(http, code, messages.SendAsync(http, MessageOf(code.Purpose, code.Phone!)));

    public Task<ApiError?> SendToUserAsync(HttpContext http, PendingCode code) =>
        SetPendingAsync(http, code, messages.SendToUserAsync(http, MessageOf(code.Purpose, code.Phone!)));

    private async Task<ApiError?> SetPendingAsync(HttpContext http, PendingCode code, Task<ApiError?> sending)
    {
        if (await sending is { } rejection)
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

    private static bool RevealsNothing(ApiError error) => error.Items.Any(entry => entry.Code is
        ErrorCodes.PhoneVerificationDisabled or ErrorCodes.SmsAuthCodesDisabled or ErrorCodes.NotAllowed or ErrorCodes.ValidationError);
}
