using System.Text.Json.Nodes;
using Altogic.Wire;
using Refit;

namespace Altogic;

internal interface IAuthApi
{
    [Post("/_api/rest/v1/auth/signup-email")]
    Task<IApiResponse<string>> SignUpEmail([Body] JsonObject body);

    [Post("/_api/rest/v1/auth/signup-phone")]
    Task<IApiResponse<string>> SignUpPhone([Body] JsonObject body);

    [Post("/_api/rest/v1/auth/signin-email")]
    Task<IApiResponse<string>> SignInEmail([Body] JsonObject body);

    [Post("/_api/rest/v1/auth/signin-phone")]
    Task<IApiResponse<string>> SignInPhone([Body] JsonObject body);

    [Post("/_api/rest/v1/auth/signin-code")]
    Task<IApiResponse<string>> SignInCode(string code, string phone);

    [Post("/_api/rest/v1/auth/send-code")]
    Task<IApiResponse<string>> SendCode(string phone);

    [Post("/_api/rest/v1/auth/verify-phone")]
    Task<IApiResponse<string>> VerifyPhone(string code, string phone);

    [Post("/_api/rest/v1/auth/resend")]
    Task<IApiResponse<string>> Resend(string email);

    [Post("/_api/rest/v1/auth/resend-code")]
    Task<IApiResponse<string>> ResendCode(string phone);

    [Post("/_api/rest/v1/auth/send-magic")]
    Task<IApiResponse<string>> SendMagic(string email);

    [Post("/_api/rest/v1/auth/send-reset")]
    Task<IApiResponse<string>> SendReset(string email);

    [Post("/_api/rest/v1/auth/send-reset-code")]
    Task<IApiResponse<string>> SendResetCode(string phone);

    [Post("/_api/rest/v1/auth/reset-pwd")]
    Task<IApiResponse<string>> ResetPassword(string key, [Body] JsonObject body);

    [Post("/_api/rest/v1/auth/reset-pwd-code")]
    Task<IApiResponse<string>> ResetPasswordByCode(string phone, string code, [Body] JsonObject body);

    [Post("/_api/rest/v1/auth/change-pwd")]
    Task<IApiResponse<string>> ChangePassword([Header("Session")] string session, [Body] JsonObject body);

    [Post("/_api/rest/v1/auth/change-email")]
    Task<IApiResponse<string>> ChangeEmail([Header("Session")] string session, [Body] JsonObject body);

    [Post("/_api/rest/v1/auth/change-phone")]
    Task<IApiResponse<string>> ChangePhone([Header("Session")] string session, [Body] JsonObject body);

    [Get("/_api/rest/v1/auth/grant")]
    Task<IApiResponse<string>> Grant(string key);

    [Get("/_api/rest/v1/auth/user")]
    Task<IApiResponse<string>> User(
        [Header("Session")] string session, CancellationToken cancellation, [Property(Resilience.IsRead)] bool isRead = true);

    [Get("/_api/rest/v1/auth/sessions")]
    Task<IApiResponse<string>> Sessions(
        [Header("Session")] string session, CancellationToken cancellation, [Property(Resilience.IsRead)] bool isRead = true);

    [Post("/_api/rest/v1/auth/signout")]
    Task<IApiResponse<string>> SignOut([Header("Session")] string session, [Body] JsonObject body);

    [Post("/_api/rest/v1/auth/signout-all")]
    Task<IApiResponse<string>> SignOutAll([Header("Session")] string session);

    [Post("/_api/rest/v1/auth/signout-all-except")]
    Task<IApiResponse<string>> SignOutAllExcept([Header("Session")] string session);
}
