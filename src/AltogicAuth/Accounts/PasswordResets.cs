using Altogic;
using AltogicAuth.Links;
using AltogicAuth.Sessions;

namespace AltogicAuth.Accounts;

public enum ResetOutcome
{
    /// <summary>Logged in with the new password; every older session is over.</summary>
    LoggedIn,

    /// <summary>Logged in, but the backend went away, or refused, before the older sessions were ended.</summary>
    OthersLeft,

    /// <summary>The password is new, the visitor is not logged in: another address was typed, or the backend went away.</summary>
    LogInByHand,
}

/// <summary>
/// What follows a new password: log in with it, and end every session that is older. Where that does not work, a cookie
/// keeps it for the next log-in in this browser.
/// </summary>
public sealed class PasswordResets(
    AltogicClient altogic, Logins logins, LinkCookies cookies, SecurityNotices notices, SecurityEvents events)
{
    public async Task<ResetOutcome> LogInAsync(HttpContext http, string address, string password)
    {
        if (await TryLogInAsync(address, password) is not { Session: { } session, User: var user })
        {
            cookies.Reset.Write(http, Landing.ResetPassword);
            return ResetOutcome.LogInByHand;
        }

        await logins.StartAsync(http, user.Id, address, session.Token, "reset");
        return await FinishAsync(http, session.Token, user.Id);
    }

    /// <summary>After a log-in: what a reset in this browser left to do. Null when there was none.</summary>
    public async Task<ResetOutcome?> CatchUpAsync(HttpContext http, SessionToken session, string userId) =>
        cookies.Reset.Read(http) is null ? null : await FinishAsync(http, session, userId);

    private async Task<AuthGrant?> TryLogInAsync(string address, string password)
    {
        try
        {
            var login = await altogic.Auth.SignInWithEmailAsync(address, password);
            return login.IsSuccess ? login.Value : null;
        }
        catch (AltogicUnavailableException)
        {
            return null;
        }
    }

    private async Task<ResetOutcome> FinishAsync(HttpContext http, SessionToken session, string userId)
    {
        cookies.Reset.Delete(http);
        events.PasswordChanged(userId, "reset");
        await notices.LeaveAsync(session, userId, SecurityNotices.PasswordChanged);
        try
        {
            (await altogic.Auth.SignOutAllExceptCurrentAsync(session)).EnsureSuccess();
            return ResetOutcome.LoggedIn;
        }
        catch (AltogicUnavailableException outage)
        {
            events.OthersLeft(userId, outage.Message);
            return ResetOutcome.OthersLeft;
        }
    }
}
