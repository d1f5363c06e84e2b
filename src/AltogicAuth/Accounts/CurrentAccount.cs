using System.Text.Json.Nodes;

namespace AltogicAuth.Accounts;

/// <summary>The signed-in visitor's record and sessions. A session whose user is gone counts as over.</summary>
public sealed class CurrentAccount(AltogicClient altogic, SecurityNotices notices, SecurityEvents events)
{
    private const int MaxSessions = 1_000;

    public async Task<AltogicUser> ReadAsync(SessionToken session, CancellationToken cancellation) =>
        ValueOrSessionEnded(await altogic.Auth.GetUserFromDbAsync(session, cancellation));

    /// <summary>Null where there are too many to show: more than a thousand, or a list that is longer than the client reads.</summary>
    public async Task<IReadOnlyList<AltogicSession>?> FindSessionsAsync(SessionToken session, CancellationToken cancellation)
    {
        try
        {
            var sessions = ValueOrSessionEnded(await altogic.Auth.GetAllSessionsAsync(session, cancellation));
            return sessions.Count <= MaxSessions ? sessions : null;
        }
        catch (AltogicUnavailableException outage) when (outage.IsResponseTooLarge)
        {
            return null;
        }
    }

    /// <summary>For pages that work without it, so an outage counts as no account.</summary>
    public async Task<AltogicUser?> FindAsync(HttpContext http)
    {
        try
        {
            return http.FindSession()?.Token is { } session ? await ReadAsync(session, http.RequestAborted) : null;
        }
        catch (AltogicException)
        {
            return null;
        }
    }

    /// <summary>Reading the user proves that the session lives: a client key alone may be enough to write.</summary>
    public async Task<ApiError?> RenameAsync(SessionToken session, string name, CancellationToken cancellation)
    {
        var account = await ReadAsync(session, cancellation);
        return (await altogic.Db.Users.UpdateAsync(session, account.Id, new JsonObject { ["name"] = name })).Error;
    }

    /// <summary>The new address counts at once, or after its mailed link was opened: the returned user has the current one.</summary>
    public Task<AltogicResult<AltogicUser>> ChangeEmailAsync(SessionToken session, string userId, EmailAddress address, string password) => RecordAsync(
        session, userId, altogic.Auth.ChangeEmailAsync(session, password, address.Value), events.EmailChangeRequested, SecurityNotices.EmailChanged);

    /// <summary>The new number counts at once, or after its code was entered.</summary>
    public Task<AltogicResult<AltogicUser>> ChangePhoneAsync(SessionToken session, string userId, PhoneNumber phone, string password) => RecordAsync(
        session, userId, altogic.Auth.ChangePhoneAsync(session, password, phone.Value), events.PhoneChangeRequested, SecurityNotices.PhoneChanged);

    public Task EndSessionAsync(HttpContext http, SessionToken ended) =>
        EndAsync(http, altogic.Auth.SignOutAsync(http.SessionToken(), ended), "one");

    public Task EndOtherSessionsAsync(HttpContext http) =>
        EndAsync(http, altogic.Auth.SignOutAllExceptCurrentAsync(http.SessionToken()), "others");

    public async Task EndAllSessionsAsync(HttpContext http)
    {
        await EndAsync(http, altogic.Auth.SignOutAllAsync(http.SessionToken()), "all");
        await http.SignOutHereAsync();
    }

    private async Task<AltogicResult<AltogicUser>> RecordAsync(
        SessionToken session, string userId, Task<AltogicResult<AltogicUser>> changing, Action<string> requested, string notice)
    {
        var change = await changing;
        if (change.IsSuccess)
        {
            requested(userId);
            await notices.SetPendingAsync(session, userId, notice);
        }
        else if (change.Error.Has(ErrorCodes.InvalidCredentials))
        {
            events.ReauthenticationRejected(userId);
        }

        return change;
    }

    private async Task EndAsync(HttpContext http, Task<AltogicResult> signOut, string which)
    {
        // Another one may have ended a moment ago.
        (await signOut).EnsureSuccess(except: [ErrorCodes.InvalidSessionToken]);
        events.SessionEnded(http.User.UserId()!, which);
    }

    // Any other rejection says nothing about the session: a gateway, a firewall or a changed client key signs no user out.
    private static T ValueOrSessionEnded<T>(AltogicResult<T> read)
    {
        if (read.Error?.Has(ErrorCodes.UserNotFound) == true)
        {
            throw new AltogicSessionException(read.Error);
        }

        read.EnsureSuccess();
        return read.Value;
    }
}
