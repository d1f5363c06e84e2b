namespace AltogicAuth.Accounts;

public sealed record DeletionState(string UserId, bool IsDone);

/// <summary>Deletes in an order in which every step can fail and be repeated: the session that asks lives until the user is gone.</summary>
public sealed class AccountDeletion(
    AltogicClient altogic, PhotoStorage photos, SignInManager signInManager, SecurityEvents events, AppCookieManager cookies)
{
    private readonly ProtectedCookie<DeletionState> _state = cookies.Protect<DeletionState>("deletion", TimeSpan.FromMinutes(10), SameSiteMode.Strict);

    public async Task DeleteAsync(HttpContext http, SessionToken session, AltogicUser account)
    {
        await photos.DeleteAllAsync(session, account);
        (await altogic.Auth.SignOutAllExceptCurrentAsync(session)).EnsureSuccess();
        try
        {
            (await altogic.Db.Users.DeleteAsync(session, account.Id)).EnsureSuccess(except: [ErrorCodes.ObjectNotFound, ErrorCodes.UserNotFound]);
        }
        catch (AltogicUnavailableException)
        {
            _state.Write(http, new DeletionState(account.Id, IsDone: false));
            throw;
        }

        await signInManager.TryEndSessionAsync(session);
    }

    /// <summary>Whether a dead session is the work of a deletion whose response was lost.</summary>
    public bool ExplainsEndedSession(HttpContext http) => _state.Read(http) is { IsDone: false } state && state.UserId == http.User.UserId();

    public Task CompleteAsync(HttpContext http)
    {
        var userId = http.User.UserId()!;
        events.AccountDeleted(userId);
        _state.Write(http, new DeletionState(userId, IsDone: true));
        return http.SignOutHereAsync();
    }

    public bool IsDone(HttpContext http) => _state.Read(http) is { IsDone: true };
}
