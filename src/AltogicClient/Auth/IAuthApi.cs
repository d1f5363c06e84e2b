using System.Text.Json.Nodes;
using Altogic.Wire;
using Refit;

namespace Altogic;

internal interface IAuthApi
{
    [Post("/_api/rest/v1/auth/signup-email")]
    Task<IApiResponse<Stream>> SignUpEmail([Body] JsonObject body);

    [Post("/_api/rest/v1/auth/signup-phone")]
    Task<IApiResponse<Stream>> SignUpPhone([Body] JsonObject body);

    [Post("/_api/rest/v1/auth/signin-email")]
    Task<IApiResponse<Stream>> SignInEmail([Body] JsonObject body, CancellationToken cancellationToken);

    [Post("/_api/rest/v1/auth/signin-phone")]
    Task<IApiResponse<Stream>> SignInPhone([Body] JsonObject body, CancellationToken cancellationToken);

    [Post("/_api/rest/v1/auth/signin-code")]
    Task<IApiResponse<Stream>> SignInCode(string code, string phone);

    [Post("/_api/rest/v1/auth/send-code")]
    Task<IApiResponse<Stream>> SendCode(string phone);

    [Post("/_api/rest/v1/auth/verify-phone")]
    Task<IApiResponse<Stream>> VerifyPhone([Header("Session")] string? session, string code, string phone, string? holdPassword);

    [Post("/_api/rest/v1/auth/resend")]
    Task<IApiResponse<Stream>> Resend(string email);

    [Post("/_api/rest/v1/auth/resend-code")]
    Task<IApiResponse<Stream>> ResendCode(string phone);

    [Post("/_api/rest/v1/auth/send-magic")]
    Task<IApiResponse<Stream>> SendMagic(string email);

    [Post("/_api/rest/v1/auth/send-reset")]
    Task<IApiResponse<Stream>> SendReset(string email);

    [Post("/_api/rest/v1/auth/send-reset-code")]
    Task<IApiResponse<Stream>> SendResetCode(string phone);

    [Post("/_api/rest/v1/auth/reset-pwd")]
    Task<IApiResponse<Stream>> ResetPassword(string key, [Body] JsonObject body);

    [Post("/_api/rest/v1/auth/reset-pwd-code")]
    Task<IApiResponse<Stream>> ResetPasswordByCode(string phone, string code, [Body] JsonObject body);

    [Post("/_api/rest/v1/auth/change-pwd")]
    Task<IApiResponse<Stream>> ChangePassword([Header("Session")] string session, [Body] JsonObject body);

    [Post("/_api/rest/v1/auth/change-email")]
    Task<IApiResponse<Stream>> ChangeEmail([Header("Session")] string session, [Body] JsonObject body);

    [Post("/_api/rest/v1/auth/change-phone")]
    Task<IApiResponse<Stream>> ChangePhone([Header("Session")] string session, [Body] JsonObject body);

    [Get("/_api/rest/v1/auth/grant")]
    Task<IApiResponse<Stream>> Grant(string key, string? holdPassword);

    [Get("/_api/rest/v1/auth/user")]
    Task<IApiResponse<Stream>> User(
        [Header("Session")] string session, CancellationToken cancellationToken, [Property(Resilience.IsRead)] bool isRead = true);

    [Get("/_api/rest/v1/auth/sessions")]
    Task<IApiResponse<Stream>> Sessions(
        [Header("Session")] string session, CancellationToken cancellationToken, [Property(Resilience.IsRead)] bool isRead = true);

    [Post("/_api/rest/v1/auth/signout")]
    Task<IApiResponse<Stream>> SignOut([Header("Session")] string session, [Body] JsonObject body);

    [Post("/_api/rest/v1/auth/signout-all")]
    Task<IApiResponse<Stream>> SignOutAll([Header("Session")] string session);

    [Post("/_api/rest/v1/auth/signout-all-except")]
    Task<IApiResponse<Stream>> SignOutAllExcept([Header("Session")] string session);
}
