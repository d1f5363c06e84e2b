using AltogicAuth.EmailLinks;
using AltogicAuth.RateLimiting;
using Microsoft.AspNetCore.Identity;

namespace AltogicAuth.Accounts;

public enum ResetCompletion
{
    NoReset,
    OtherSessionsEnded,
    OtherSessionsRemain,
}

/// <summary>Follows a new password, from a form or a reset link: revokes device cookies, notifies the owner, ends older sessions.</summary>
public sealed class PasswordChanges(
    AltogicClient altogic, StepUp stepUp, DeviceCookies devices, LinkCookies cookies, SecurityNotices notices, SecurityEvents events)
{
    private static readonly PasswordHasher<PendingReset> Hasher = new();

    public async Task<ApiError?> ChangeAsync(SessionToken session, AltogicUser account, string current, string password)
    {
        var change = await altogic.Auth.ChangePasswordAsync(session, password, current);
        if (change.IsSuccess)
        {
            await RecordChangeAsync(session, account.Id, IdentifiersOf(account), "form");
        }
        else if (change.Error.Has(ErrorCodes.InvalidCredentials))
        {
            events.ReauthenticationRejected(account.Id);
        }

        return change.Error;
    }

    /// <summary>False where other sessions remain. The password has changed: a failure here must not look like a failed change.</summary>
    public async Task<bool> CompleteChangeAsync(HttpContext http, AltogicUser account, string password, bool keepOtherSessions)
    {
        devices.Issue(http, IdentifiersOf(account), renewOnly: true);
        try
        {
            await stepUp.ReauthenticateAsync(http, account, password);
        }
        catch (AltogicUnavailableException)
        {
            // The session goes on without a renewal.
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // The visitor has left, with the session they have. The other sessions end all the same.
        }

        return keepOtherSessions || await TryEndOthersAsync(http.SessionToken(), account.Id);
    }

    /// <summary>A reset could not sign in. The next sign-in to the account in this browser completes it.</summary>
    public void SetPendingReset(HttpContext http, string? identifier, string password) =>
        cookies.Reset.Write(http, new PendingReset(identifier, Hasher.HashPassword(null!, password)));

    public async Task<ResetCompletion> CompleteResetAsync(HttpContext http, SessionToken session, SignInDetails signIn)
    {
        var isPending = cookies.Reset.Read(http) is { } pending && IsOf(pending, signIn);
        if (signIn.Method != SignInDetails.Reset && !isPending)
        {
            return ResetCompletion.NoReset;
        }

        cookies.Reset.Delete(http);
        await RecordChangeAsync(session, signIn.Granted.UserId, signIn.Granted.Identifiers, "reset");
        return await TryEndOthersAsync(session, signIn.Granted.UserId) ? ResetCompletion.OtherSessionsEnded : ResetCompletion.OtherSessionsRemain;
    }

    private static IEnumerable<string> IdentifiersOf(AltogicUser account) =>
        new[] { EmailAddress.TryParse(account.Email)?.Value, account.Phone }.OfType<string>();

    private static bool IsOf(PendingReset pending, SignInDetails signIn) =>
        (pending.Identifier is not null && signIn.Granted.Identifiers.Contains(pending.Identifier)) ||
        (signIn.TypedPassword is { } typed &&
            Hasher.VerifyHashedPassword(pending, pending.PasswordHash, typed) != PasswordVerificationResult.Failed);

    private async Task RecordChangeAsync(SessionToken session, string userId, IEnumerable<string> identifiers, string method)
    {
        foreach (var identifier in identifiers)
        {
            devices.Revoke(identifier);
        }

        events.PasswordChanged(userId, method);
        await notices.SetPendingAsync(session, userId, SecurityNotices.PasswordChanged);
    }

    private async Task<bool> TryEndOthersAsync(SessionToken session, string userId)
    {
        try
        {
            (await altogic.Auth.SignOutAllExceptCurrentAsync(session)).EnsureSuccess();
            return true;
        }
        catch (AltogicException failure) when (failure is not AltogicSessionException)
        {
            events.OtherSessionsRemain(userId, failure.Message);
            return false;
        }
    }
}
