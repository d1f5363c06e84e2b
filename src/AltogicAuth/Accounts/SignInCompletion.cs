using Altogic;
using AltogicAuth.Forms;
using AltogicAuth.Links;
using AltogicAuth.Sessions;

namespace AltogicAuth.Accounts;

/// <summary>A session that the backend granted, and how and where the visitor signs in.</summary>
public sealed record SignInDetails(PendingSignIn Granted, EmailAddress? Address, string Method, string? ReturnUrl)
{
    public const string Password = "password";
    public const string Registration = "registration";
    public const string Reset = "reset";

    public bool Remember { get; init; } = true;

    /// <summary>The password that was typed, by which a reset in this browser is found again.</summary>
    public string? TypedPassword { get; init; }

    /// <summary>What was last asked for in this browser.</summary>
    public LinkRequest? Request { get; init; }

    /// <summary>The new password is made of the user's own name: a backend without such a rule has taken it.</summary>
    public bool NeedsAnotherPassword { get; init; }

    public override string ToString() => $"SignInDetails({Method})";
}

/// <summary>
/// The end of every way to sign in: starts the session, does what is pending for the account, leaves at most one message,
/// and says where the visitor goes.
/// </summary>
public sealed class SignInCompletion(Logins logins, PasswordResets resets, Registrations registrations, SecurityNotices notices, Flash flash)
{
    private const string ChooseAnother = $"Reset.{nameof(ResetOutcome.ChooseAnother)}";

    /// <returns>A path of this site.</returns>
    public async Task<string> CompleteAsync(HttpContext http, SignInDetails signIn)
    {
        var session = new SessionToken(signIn.Granted.SessionToken);
        await logins.StartAsync(http, signIn.Granted.UserId, signIn.Address, session, signIn.Method, signIn.Remember);
        var message = await FindMessageAsync(http, signIn, session);
        if (message is not null)
        {
            flash.Tell(http, message);
        }

        return message == ChooseAnother ? "~/profile/password" : ReturnUrl.OrProfile(signIn.ReturnUrl);
    }

    private async Task<string?> FindMessageAsync(HttpContext http, SignInDetails signIn, SessionToken session)
    {
        var userId = signIn.Granted.UserId;
        if (signIn.Method == SignInDetails.Reset)
        {
            var outcome = await resets.FinishAsync(http, session, userId, signIn.Address);
            return outcome == ResetOutcome.LoggedIn && signIn.NeedsAnotherPassword ? ChooseAnother : $"Reset.{outcome}";
        }

        if (await resets.CompletePendingAsync(http, session, userId, signIn.Address, signIn.TypedPassword) is { } reset)
        {
            return $"Reset.{reset}";
        }

        if (await registrations.HandOverAsync(http, signIn.Method, signIn.Request, signIn.Address) is { } handOver)
        {
            return handOver;
        }

        // A step-up is no new sign-in: what waits for the next one goes on waiting.
        return http.User.UserId() == userId
            ? null
            : await notices.TakeAsync(session, userId, signIn.Granted.Notice) ?? (signIn.Method == Landing.ConfirmEmail ? "Landing.Confirmed" : null);
    }
}
