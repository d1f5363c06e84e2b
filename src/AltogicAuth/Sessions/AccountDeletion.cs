using Altogic;
using AltogicAuth.Photos;

namespace AltogicAuth.Sessions;

/// <summary>
/// Takes an account away: picture, other sessions, user, last session. In this order every step can fail and be
/// tried again, because the session that asks lives until the user is gone.
/// </summary>
public sealed class AccountDeletion(AltogicClient altogic, ProfilePhotos photos, Logins logins, SecurityEvents events)
{
    public async Task DeleteAsync(SessionToken session, AltogicUser account)
    {
        await photos.DeleteFileAsync(session, account);
        (await altogic.Auth.SignOutAllExceptCurrentAsync(session)).EnsureSuccess();
        var deletion = await altogic.Db.Users.DeleteAsync(session, account.Id);
        deletion.EnsureSuccess(except: [ErrorCodes.ObjectNotFound, ErrorCodes.UserNotFound]);
        events.AccountDeleted(account.Id);
        await logins.TryEndAtBackendAsync(session);
    }
}
