using AltogicAuth.Messages;

namespace AltogicAuth.EmailLinks;

/// <summary>Requests mailed links. The correlation cookie says what this browser has requested.</summary>
public sealed class MailedLinks(AltogicClient altogic, MessageRequests messages, LinkCookies cookies)
{
    public RequestedMessage MessageOf(LinkPurpose purpose, EmailAddress address) =>
        new(purpose.Code, address.Value, () => purpose.MailAsync(altogic.Auth, address), error => error.Has(ErrorCodes.EmailVerificationDisabled));

    public Task<ApiError?> SendAsync(HttpContext http, LinkPurpose purpose, EmailAddress address, string? returnUrl) =>
        CorrelateAsync(http, new LinkRequest(purpose, address.Value, returnUrl), messages.SendAsync(http, MessageOf(purpose, address)));

    public Task<ApiError?> SendToUserAsync(HttpContext http, LinkPurpose purpose, EmailAddress address, string? returnUrl) =>
        CorrelateAsync(http, new LinkRequest(purpose, address.Value, returnUrl), messages.SendToUserAsync(http, MessageOf(purpose, address)));

    public void Correlate(HttpContext http, LinkRequest request) => cookies.Correlation.Write(http, request);

    private async Task<ApiError?> CorrelateAsync(HttpContext http, LinkRequest request, Task<ApiError?> sending)
    {
        if (await sending is { } rejection)
        {
            return rejection;
        }

        if (request.Purpose.ConfirmsRegistration && cookies.Correlation.Read(http) is { } former && former.Email == request.Email)
        {
            // Requested again, it is still the confirmation of the registration in this browser.
            request = request with { RegistrationKey = former.RegistrationKey, SignUp = former.SignUp };
        }

        Correlate(http, request);
        return null;
    }
}
