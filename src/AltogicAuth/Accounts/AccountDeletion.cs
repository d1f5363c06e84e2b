using AltogicAuth.Authentication;
using AltogicAuth.Web;

namespace AltogicAuth.Accounts;

/// <summary>
/// Takes an account away: pictures, other sessions, user, last session. In this order every step can fail and be
/// tried again, because the session that asks lives until the user is gone.
/// </summary>
public sealed class AccountDeletion(
    AltogicClient altogic, PhotoStorage photos, SignInManager signInManager, DeletionCookie trace, SecurityEvents events)
{
    public async Task DeleteAsync(HttpContext http, SessionToken session, AltogicUser account)
    {
        await photos.DeleteAllAsync(session, account);
        (await altogic.Auth.SignOutAllExceptCurrentAsync(session)).EnsureSuccess();
        var deletion = await DeleteUserAsync(http, session, account.Id);
        deletion.EnsureSuccess(except: [ErrorCodes.ObjectNotFound, ErrorCodes.UserNotFound]);
        await signInManager.TryEndSessionAsync(session);
    }

    /// <summary>Whether a session found dead is the work of a deletion whose answer got lost.</summary>
    public bool ExplainsDeadSession(HttpContext http) => trace.IsAnswerLost(http, http.User.UserId()!);

    /// <summary>Once the account is gone: logs out here, and lets the farewell show.</summary>
    public Task ConcludeAsync(HttpContext http)
    {
        var userId = http.User.UserId()!;
        events.AccountDeleted(userId);
        trace.NoteDone(http, userId);
        return http.SignOutHereAsync();
    }

    private async Task<AltogicResult> DeleteUserAsync(HttpContext http, SessionToken session, string userId)
    {
        try
        {
            return await altogic.Db.Users.DeleteAsync(session, userId);
        }
        catch (AltogicUnavailableException)
        {
            trace.NoteLostAnswer(http, userId);
            throw;
        }
    }
}
