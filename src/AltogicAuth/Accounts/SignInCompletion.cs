using AltogicAuth.Authentication;
using AltogicAuth.EmailLinks;
using AltogicAuth.Web;

namespace AltogicAuth.Accounts;

/// <summary>
/// The end of every way to sign in: starts the session, does what is pending for the account, leaves at most one message,
/// and says where the visitor goes.
/// </summary>
public sealed class SignInCompletion(SignInManager signInManager, PasswordResets resets, UnconfirmedPasswords unconfirmed, SecurityNotices notices, MailCooldown cooldown, Flash flash)
{
    private const string ChooseAnother = $"Reset.{nameof(ResetOutcome.ChooseAnother)}";

    /// <returns>A path of this site.</returns>
    public async Task<string> CompleteAsync(HttpContext http, SignInDetails signIn)
    {
        var session = new SessionToken(signIn.Granted.SessionToken);
        await signInManager.SignInAsync(http, signIn.Granted.UserId, signIn.Address, session, signIn.Method, signIn.Remember, signIn.ProvesAddress);
        if (signIn.Address is not null)
        {
            // A link that was used may be followed by another one at once.
            cooldown.Cancel(EmailLinkCallback.MagicLink, signIn.Address.Value);
        }

        var isUnconfirmed = await unconfirmed.SettleAsync(session, signIn);
        var message = await FindMessageAsync(http, signIn, session);
        if (message is not null)
        {
            flash.SetFlash(http, message);
        }

        if (isUnconfirmed)
        {
            return UnconfirmedPasswords.Page + ReturnUrl.Query(ReturnUrl.Local(signIn.ReturnUrl));
        }

        return message == ChooseAnother ? "~/profile/password" : ReturnUrl.OrProfile(signIn.ReturnUrl);
    }

    private async Task<string?> FindMessageAsync(HttpContext http, SignInDetails signIn, SessionToken session)
    {
        var userId = signIn.Granted.UserId;
        if (signIn.Method == SignInDetails.Reset)
        {
            var outcome = await resets.FinishAsync(http, session, userId, signIn.Address);
            await signInManager.EndIfAbortedAsync(http, session);
            return outcome == ResetOutcome.LoggedIn && signIn.NeedsAnotherPassword ? ChooseAnother : $"Reset.{outcome}";
        }

        if (await resets.CompletePendingAsync(http, session, userId, signIn.Address, signIn.TypedPassword) is { } reset)
        {
            return $"Reset.{reset}";
        }

        // A step-up is no new sign-in: what waits for the next one goes on waiting.
        return http.User.UserId() == userId
            ? null
            : await notices.TakeAsync(session, userId, signIn.Granted.Notice) ?? (signIn.Method == EmailLinkCallback.ConfirmEmail ? "EmailLinkCallback.Confirmed" : null);
    }
}
