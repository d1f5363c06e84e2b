using Altogic;

namespace AltogicAuth.Sessions;

public enum ResetOutcome
{
    /// <summary>Logged in with the new password; every older session is over.</summary>
    LoggedIn,

    /// <summary>Logged in, but the backend went away, or refused, before the older sessions were ended.</summary>
    OthersLeft,

    /// <summary>The password is new, the visitor is not logged in: another address was typed, or the backend went away.</summary>
    LogInByHand,
}

/// <summary>What follows a new password: log in with it, and end every session that is older.</summary>
public sealed class PasswordResets(AltogicClient altogic, Logins logins, SecurityNotices notices, SecurityEvents events)
{
    public async Task<ResetOutcome> LogInAsync(HttpContext http, string address, string password)
    {
        var outcome = ResetOutcome.LogInByHand;
        try
        {
            var login = await altogic.Auth.SignInWithEmailAsync(address, password);
            if (!login.IsSuccess || login.Value.Session is not { } session)
            {
                return outcome;
            }

            await logins.StartAsync(http, login.Value.User.Id, session.Token, "reset");
            events.PasswordChanged(login.Value.User.Id, "reset");
            await notices.LeaveAsync(session.Token, login.Value.User.Id, SecurityNotices.PasswordChanged);
            outcome = ResetOutcome.OthersLeft;
            (await altogic.Auth.SignOutAllExceptCurrentAsync(session.Token)).EnsureSuccess();
            return ResetOutcome.LoggedIn;
        }
        catch (AltogicUnavailableException)
        {
            return outcome;
        }
    }
}
