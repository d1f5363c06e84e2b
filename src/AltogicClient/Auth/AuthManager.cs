using System.Text.Json.Nodes;
using Altogic.Wire;
using Refit;

namespace Altogic;

/// <summary>
/// Altogic's authentication, call by call. A change is never repeated and takes no cancellation: a closed browser must
/// not cut one in half. Signing in with a password is the exception: cancelled, it leaves at most a session.
/// </summary>
public sealed class AuthManager
{
    private readonly IAuthApi _api;
    private readonly ResponseMapper _responses;
    private readonly Uri _environment;

    internal AuthManager(IAuthApi api, ResponseMapper responses, Uri environment)
    {
        _api = api;
        _responses = responses;
        _environment = environment;
    }

    /// <summary>Registers by email, with a display name. The session is null while the address has to be confirmed. <c>POST auth/signup-email</c>.</summary>
    /// <remarks>JavaScript: <c>auth.signUpWithEmail</c>.</remarks>
    /// <exception cref="AltogicUnavailableException">Altogic could not be reached or understood.</exception>
    public Task<AltogicResult<AuthGrant>> SignUpWithEmailAsync(string email, string password, string? name = null) =>
        GrantAsync(_api.SignUpEmail(SignUp("email", email, password, name)));

    /// <summary>Registers by email, with fields of the user. <c>POST auth/signup-email</c>.</summary>
    /// <remarks>JavaScript: <c>auth.signUpWithEmail</c>.</remarks>
    /// <exception cref="AltogicUnavailableException">Altogic could not be reached or understood.</exception>
    public Task<AltogicResult<AuthGrant>> SignUpWithEmailAsync(string email, string password, JsonObject userData) =>
        GrantAsync(_api.SignUpEmail(SignUp("email", email, password, userData.DeepClone())));

    /// <summary>Registers by phone, with a display name. The session is null while the number has to be confirmed. <c>POST auth/signup-phone</c>.</summary>
    /// <remarks>JavaScript: <c>auth.signUpWithPhone</c>.</remarks>
    /// <exception cref="AltogicUnavailableException">Altogic could not be reached or understood.</exception>
    public Task<AltogicResult<AuthGrant>> SignUpWithPhoneAsync(string phone, string password, string? name = null) =>
        GrantAsync(_api.SignUpPhone(SignUp("phone", phone, password, name)));

    /// <summary>Registers by phone, with fields of the user. <c>POST auth/signup-phone</c>.</summary>
    /// <remarks>JavaScript: <c>auth.signUpWithPhone</c>.</remarks>
    /// <exception cref="AltogicUnavailableException">Altogic could not be reached or understood.</exception>
    public Task<AltogicResult<AuthGrant>> SignUpWithPhoneAsync(string phone, string password, JsonObject userData) =>
        GrantAsync(_api.SignUpPhone(SignUp("phone", phone, password, userData.DeepClone())));

    /// <summary>Signs in by email and password. <c>POST auth/signin-email</c>.</summary>
    /// <param name="email">The address.</param>
    /// <param name="password">The password.</param>
    /// <param name="cancellationToken">
    /// Ends the request. Whether there is a session then depends on how far Altogic had come: the compatible backend makes none
    /// for a caller that is gone before it writes.
    /// </param>
    /// <remarks>JavaScript: <c>auth.signInWithEmail</c>.</remarks>
    /// <exception cref="AltogicUnavailableException">Altogic could not be reached or understood.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public Task<AltogicResult<AuthGrant>> SignInWithEmailAsync(
        string email, string password, CancellationToken cancellationToken = default) =>
        GrantAsync(_api.SignInEmail(new JsonObject { ["email"] = email, ["password"] = password }, cancellationToken));

    /// <summary>Signs in by phone and password. <c>POST auth/signin-phone</c>.</summary>
    /// <param name="phone">The number.</param>
    /// <param name="password">The password.</param>
    /// <param name="cancellationToken">Ends the request, as in <see cref="SignInWithEmailAsync"/>.</param>
    /// <remarks>JavaScript: <c>auth.signInWithPhone</c>.</remarks>
    /// <exception cref="AltogicUnavailableException">Altogic could not be reached or understood.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public Task<AltogicResult<AuthGrant>> SignInWithPhoneAsync(
        string phone, string password, CancellationToken cancellationToken = default) =>
        GrantAsync(_api.SignInPhone(new JsonObject { ["phone"] = phone, ["password"] = password }, cancellationToken));

    /// <summary>Signs in by a code that was sent to the phone. <c>POST auth/signin-code</c>.</summary>
    /// <remarks>JavaScript: <c>auth.signInWithCode</c>.</remarks>
    /// <exception cref="AltogicUnavailableException">Altogic could not be reached or understood.</exception>
    public Task<AltogicResult<AuthGrant>> SignInWithCodeAsync(string phone, string code) =>
        GrantAsync(_api.SignInCode(code, phone));

    /// <summary>Sends a sign-in code to the phone. <c>POST auth/send-code</c>.</summary>
    /// <remarks>JavaScript: <c>auth.sendSignInCode</c>.</remarks>
    /// <exception cref="AltogicUnavailableException">Altogic could not be reached or understood.</exception>
    public Task<AltogicResult> SendSignInCodeAsync(string phone) =>
        _responses.MapAsync(_api.SendCode(phone));

    /// <summary>Confirms a phone by the code sent to it. The session is null after a change of number. <c>POST auth/verify-phone</c>.</summary>
    /// <param name="phone">The number.</param>
    /// <param name="code">The code.</param>
    /// <param name="holdPassword">An extension of AltogicAuth's own backend, as in <see cref="GetAuthGrantAsync"/>.</param>
    /// <param name="session">
    /// The session of a user who changes the number. AltogicAuth's own backend gives such a user a number that another account never
    /// verified.
    /// </param>
    /// <remarks>JavaScript: <c>auth.verifyPhone</c>, which has no third parameter and sends the session that the client has.</remarks>
    /// <exception cref="AltogicUnavailableException">Altogic could not be reached or understood.</exception>
    public Task<AltogicResult<AuthGrant>> VerifyPhoneAsync(string phone, string code, bool holdPassword = false, SessionToken? session = null) =>
        GrantAsync(_api.VerifyPhone(session?.Value, code, phone, holdPassword ? "true" : null));

    /// <summary>Mails the confirmation link again. <c>POST auth/resend</c>.</summary>
    /// <remarks>JavaScript: <c>auth.resendVerificationEmail</c>.</remarks>
    /// <exception cref="AltogicUnavailableException">Altogic could not be reached or understood.</exception>
    public Task<AltogicResult> ResendVerificationEmailAsync(string email) =>
        _responses.MapAsync(_api.Resend(email));

    /// <summary>Sends the confirmation code again. <c>POST auth/resend-code</c>.</summary>
    /// <remarks>JavaScript: <c>auth.resendVerificationCode</c>.</remarks>
    /// <exception cref="AltogicUnavailableException">Altogic could not be reached or understood.</exception>
    public Task<AltogicResult> ResendVerificationCodeAsync(string phone) =>
        _responses.MapAsync(_api.ResendCode(phone));

    /// <summary>Mails a magic link. <c>POST auth/send-magic</c>.</summary>
    /// <remarks>JavaScript: <c>auth.sendMagicLinkEmail</c>.</remarks>
    /// <exception cref="AltogicUnavailableException">Altogic could not be reached or understood.</exception>
    public Task<AltogicResult> SendMagicLinkEmailAsync(string email) =>
        _responses.MapAsync(_api.SendMagic(email));

    /// <summary>Mails a link for setting a new password. <c>POST auth/send-reset</c>.</summary>
    /// <remarks>JavaScript: <c>auth.sendResetPwdEmail</c>.</remarks>
    /// <exception cref="AltogicUnavailableException">Altogic could not be reached or understood.</exception>
    public Task<AltogicResult> SendResetPwdEmailAsync(string email) =>
        _responses.MapAsync(_api.SendReset(email));

    /// <summary>Sends a code for setting a new password. <c>POST auth/send-reset-code</c>.</summary>
    /// <remarks>JavaScript: <c>auth.sendResetPwdCode</c>.</remarks>
    /// <exception cref="AltogicUnavailableException">Altogic could not be reached or understood.</exception>
    public Task<AltogicResult> SendResetPwdCodeAsync(string phone) =>
        _responses.MapAsync(_api.SendResetCode(phone));

    /// <summary>Sets a new password by the access token of a reset link. It consumes the token and creates no session. <c>POST auth/reset-pwd</c>.</summary>
    /// <remarks>JavaScript: <c>auth.resetPwdWithToken</c>.</remarks>
    /// <exception cref="AltogicUnavailableException">Altogic could not be reached or understood.</exception>
    public Task<AltogicResult> ResetPwdWithTokenAsync(string accessToken, string newPassword) =>
        _responses.MapAsync(_api.ResetPassword(accessToken, new JsonObject { ["newPassword"] = newPassword }));

    /// <summary>Sets a new password by a code sent to the phone. <c>POST auth/reset-pwd-code</c>.</summary>
    /// <remarks>JavaScript: <c>auth.resetPwdWithCode</c>.</remarks>
    /// <exception cref="AltogicUnavailableException">Altogic could not be reached or understood.</exception>
    public Task<AltogicResult> ResetPwdWithCodeAsync(string phone, string code, string newPassword) =>
        _responses.MapAsync(_api.ResetPasswordByCode(phone, code, new JsonObject { ["newPassword"] = newPassword }));

    /// <summary>Changes the password. Sessions stay alive. <c>POST auth/change-pwd</c>.</summary>
    /// <remarks>JavaScript: <c>auth.changePassword</c>.</remarks>
    /// <exception cref="AltogicSessionException">The session is over.</exception>
    /// <exception cref="AltogicUnavailableException">Altogic could not be reached or understood.</exception>
    public Task<AltogicResult> ChangePasswordAsync(SessionToken session, string newPassword, string oldPassword) =>
        _responses.MapAsync(_api.ChangePassword(
            session.Value, new JsonObject { ["newPassword"] = newPassword, ["oldPassword"] = oldPassword }));

    /// <summary>Changes the email address: at once, or by a link mailed to the new one; then the user comes back unchanged. <c>POST auth/change-email</c>.</summary>
    /// <remarks>JavaScript: <c>auth.changeEmail</c>.</remarks>
    /// <exception cref="AltogicSessionException">The session is over.</exception>
    /// <exception cref="AltogicUnavailableException">Altogic could not be reached or understood.</exception>
    public Task<AltogicResult<AltogicUser>> ChangeEmailAsync(SessionToken session, string currentPassword, string newEmail) =>
        _responses.MapUserAsync(_api.ChangeEmail(
            session.Value, new JsonObject { ["currentPassword"] = currentPassword, ["newEmail"] = newEmail }));

    /// <summary>Changes the phone number: at once, or by a code sent to the new one; then the user comes back unchanged. <c>POST auth/change-phone</c>.</summary>
    /// <remarks>JavaScript: <c>auth.changePhone</c>.</remarks>
    /// <exception cref="AltogicSessionException">The session is over.</exception>
    /// <exception cref="AltogicUnavailableException">Altogic could not be reached or understood.</exception>
    public Task<AltogicResult<AltogicUser>> ChangePhoneAsync(SessionToken session, string currentPassword, string newPhone) =>
        _responses.MapUserAsync(_api.ChangePhone(
            session.Value, new JsonObject { ["currentPassword"] = currentPassword, ["newPhone"] = newPhone }));

    /// <summary>Exchanges the access token of a mailed link for a session. It consumes the token, so it is never repeated. <c>GET auth/grant</c>.</summary>
    /// <param name="accessToken">The access token that the link brought to the redirect URL.</param>
    /// <param name="holdPassword">
    /// An extension of AltogicAuth's own backend, <c>&amp;holdPassword=true</c>: a confirmation that first proves the address also
    /// ends the user's sessions and changes of address, and sets the user's field <c>passwordUnconfirmed</c> to true, all or nothing.
    /// While it is set, the password does not work. Removing the field confirms it. Other backends ignore the parameter.
    /// </param>
    /// <remarks>JavaScript: <c>auth.getAuthGrant</c>, which has no second parameter.</remarks>
    /// <exception cref="AltogicUnavailableException">Altogic could not be reached or understood.</exception>
    public Task<AltogicResult<AuthGrant>> GetAuthGrantAsync(string accessToken, bool holdPassword = false) =>
        GrantAsync(_api.Grant(accessToken, holdPassword ? "true" : null));

    /// <summary>Reads the session's user. <c>GET auth/user</c>.</summary>
    /// <remarks>JavaScript: <c>auth.getUserFromDB</c>.</remarks>
    /// <exception cref="AltogicSessionException">The session is over.</exception>
    /// <exception cref="AltogicUnavailableException">Altogic could not be reached or understood.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public Task<AltogicResult<AltogicUser>> GetUserFromDbAsync(SessionToken session, CancellationToken cancellationToken = default) =>
        _responses.MapUserAsync(_api.User(session.Value, cancellationToken));

    /// <summary>Reads all live sessions of the session's user, the current one included. <c>GET auth/sessions</c>.</summary>
    /// <remarks>JavaScript: <c>auth.getAllSessions</c>.</remarks>
    /// <exception cref="AltogicSessionException">The session is over.</exception>
    /// <exception cref="AltogicUnavailableException">Altogic could not be reached or understood.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public Task<AltogicResult<IReadOnlyList<AltogicSession>>> GetAllSessionsAsync(
        SessionToken session, CancellationToken cancellationToken = default) =>
        _responses.MapListAsync(_api.Sessions(session.Value, cancellationToken), AltogicJson.Default.AltogicSessionArray);

    /// <summary>Ends the session, or another one of the same user. <c>POST auth/signout</c>.</summary>
    /// <remarks>JavaScript: <c>auth.signOut</c>.</remarks>
    /// <exception cref="AltogicSessionException">The session is over.</exception>
    /// <exception cref="AltogicUnavailableException">Altogic could not be reached or understood.</exception>
    public Task<AltogicResult> SignOutAsync(SessionToken session, SessionToken? other = null)
    {
        var body = other is null ? new JsonObject() : new JsonObject { ["token"] = other.Value };
        return _responses.MapAsync(_api.SignOut(session.Value, body), namesAnotherSession: other is not null && other != session);
    }

    /// <summary>Ends all sessions of the session's user, the current one included. <c>POST auth/signout-all</c>.</summary>
    /// <remarks>JavaScript: <c>auth.signOutAll</c>.</remarks>
    /// <exception cref="AltogicSessionException">The session is over.</exception>
    /// <exception cref="AltogicUnavailableException">Altogic could not be reached or understood.</exception>
    public Task<AltogicResult> SignOutAllAsync(SessionToken session) =>
        _responses.MapAsync(_api.SignOutAll(session.Value));

    /// <summary>Ends all sessions of the session's user but this one. <c>POST auth/signout-all-except</c>.</summary>
    /// <remarks>JavaScript: <c>auth.signOutAllExceptCurrent</c>.</remarks>
    /// <exception cref="AltogicSessionException">The session is over.</exception>
    /// <exception cref="AltogicUnavailableException">Altogic could not be reached or understood.</exception>
    public Task<AltogicResult> SignOutAllExceptCurrentAsync(SessionToken session) =>
        _responses.MapAsync(_api.SignOutAllExcept(session.Value));

    /// <summary>Where a browser goes to sign in with a provider such as <c>google</c>. It makes no request.</summary>
    /// <remarks>JavaScript: <c>auth.signInWithProvider</c>.</remarks>
    public Uri GetProviderSignInUrl(string provider) =>
        new($"{_environment.AbsoluteUri.TrimEnd('/')}/_auth/{Uri.EscapeDataString(provider)}");

    private Task<AltogicResult<AuthGrant>> GrantAsync(Task<IApiResponse<Stream>> call) =>
        _responses.MapValueAsync(call, AltogicJson.Default.AuthGrant);

    private static JsonObject SignUp(string channel, string address, string password, JsonNode? nameOrUserData)
    {
        var body = new JsonObject { [channel] = address, ["password"] = password };
        if (nameOrUserData is not null)
        {
            body["nameOrUserData"] = nameOrUserData;
        }

        return body;
    }
}
