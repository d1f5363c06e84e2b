using AltogicAuth.EmailLinks;
using AltogicAuth.Messages;

namespace AltogicAuth.Accounts;

/// <summary>Every sign-in ends here, so that none forgets what is pending for the account.</summary>
public sealed class SignInCompletion(
    SignInManager signInManager, PasswordChanges passwords, UnconfirmedPasswords unconfirmed, SecurityNotices notices, MessageCooldown cooldown,
    LastMethod lastMethod, Flash flash)
{
    private const string ChooseAnother = "Reset.ChooseAnother";

    /// <summary>Returns the path of the next page.</summary>
    public async Task<string> CompleteAsync(HttpContext http, SignInDetails signIn)
    {
        var granted = signIn.Granted;
        var session = new SessionToken(granted.SessionToken);
        var provesIdentifier = signIn.Link?.ProvesAddress == true || signIn.Code is not null;
        await signInManager.SignInAsync(http, granted.UserId, granted.Identifiers, session, signIn.Method, signIn.Remember, provesIdentifier);
        lastMethod.Set(http, granted.Provider ?? MethodOf(signIn));
        if (granted.Address is { } address)
        {
            // After a link was used, another one may be sent at once.
            cooldown.Cancel(LinkPurpose.MagicLink.Code, address.Value);
        }

        var isUnconfirmed = await unconfirmed.UpdateQuestionAsync(session, signIn);
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

    private static string MethodOf(SignInDetails signIn) =>
        signIn.Code is not null ? LastMethod.Code
        : signIn.Link is not null ? LastMethod.Link
        : LastMethod.Password;

    private async Task<string?> FindMessageAsync(HttpContext http, SignInDetails signIn, SessionToken session)
    {
        var reset = await passwords.CompleteResetAsync(http, session, signIn);
        if (reset != ResetCompletion.NoReset)
        {
            if (signIn.Method == SignInDetails.Reset)
            {
                // Not before: only this session can end the older ones.
                await signInManager.EndIfAbortedAsync(http, session);
            }

            var done = signIn.NeedsAnotherPassword ? ChooseAnother : "Reset.LoggedIn";
            return reset == ResetCompletion.OtherSessionsEnded ? done : "Reset.OtherSessionsRemain";
        }

        // A step-up is no new sign-in: the notice stays pending for the next one.
        if (http.User.UserId() == signIn.Granted.UserId)
        {
            return null;
        }

        if (signIn.Granted.Notice is { } notice)
        {
            await notices.ConsumeAsync(session, signIn.Granted.UserId);
            return $"Notice.{notice}";
        }

        return signIn.SignedInText;
    }
}
