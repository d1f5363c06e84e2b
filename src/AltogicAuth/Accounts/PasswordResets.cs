using AltogicAuth.Authentication;
using AltogicAuth.EmailLinks;
using AltogicAuth.Passwords;
using AltogicAuth.RateLimiting;
using AltogicAuth.Web;
using Microsoft.AspNetCore.Identity;

namespace AltogicAuth.Accounts;

public enum ResetOutcome
{
    /// <summary>Logged in with the new password; every older session is over.</summary>
    LoggedIn,

    /// <summary>The same, but the password is made of the user's own name: a backend without such a rule has taken it.</summary>
    ChooseAnother,

    /// <summary>Logged in, but the backend went away, or refused, before the older sessions were ended.</summary>
    OtherSessionsRemain,

    /// <summary>The password is new, the visitor is not logged in: another address was typed, or the backend went away.</summary>
    SignInRequired,
}

/// <summary>
/// What follows a new password: log in with it, and end every session that is older. Where that does not work, a cookie
/// keeps it for the next log-in of the same account in this browser.
/// </summary>
public sealed class PasswordResets(
    AltogicClient altogic, PasswordPolicy passwords, SignInManager signInManager, AttemptPermits permits, DeviceCookies devices, LinkCookies cookies,
    SecurityNotices notices, SecurityEvents events)
{
    private static readonly PasswordHasher<PendingReset> Hasher = new();

    /// <summary>Signs in with the new password. Null where that does not work: the visitor signs in by hand.</summary>
    /// <param name="http">The request.</param>
    /// <param name="address">Whose password it is, as far as the visitor says.</param>
    /// <param name="password">The new password.</param>
    /// <param name="request">What this browser asked for, where it was a reset.</param>
    public async Task<SignInDetails?> TrySignInAsync(HttpContext http, EmailAddress address, string password, LinkRequest? request)
    {
        if (await FindGrantAsync(http, address, password) is not { Session: { } session, User: var user })
        {
            cookies.Reset.Write(http, new PendingReset(request?.Email, Hasher.HashPassword(null!, password)));
            await signInManager.SignOutAsync(http);
            return null;
        }

        return new SignInDetails(SignInDetails.PendingOf(user, session), address, SignInDetails.Reset, request?.Email == address.Value ? request.ReturnUrl : null)
        {
            // The name is known only now.
            NeedsAnotherPassword = passwords.Validate(password, user.Name, address.Display) != PasswordResult.Ok,
        };
    }

    /// <summary>After a sign-in: what a reset of the same account in this browser left to do. Null when there was none.</summary>
    public async Task<ResetOutcome?> CompletePendingAsync(
        HttpContext http, SessionToken session, string userId, EmailAddress? address, string? password) =>
        cookies.Reset.Read(http) is { } pending && IsOf(pending, address, password) ? await FinishAsync(http, session, userId, address) : null;

    /// <summary>Right after a sign-in with the new password.</summary>
    public async Task<ResetOutcome> FinishAsync(HttpContext http, SessionToken session, string userId, EmailAddress? address)
    {
        if (address is not null)
        {
            devices.Revoke(address.Value);
        }

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
            events.OtherSessionsRemain(userId, outage.Message);
            return ResetOutcome.OtherSessionsRemain;
        }
    }

    private static bool IsOf(PendingReset pending, EmailAddress? address, string? password) =>
        (pending.Email is not null && pending.Email == address?.Value) ||
        (password is not null && Hasher.VerifyHashedPassword(pending, pending.PasswordHash, password) != PasswordVerificationResult.Failed);

    // A log-in like any other: the address was typed, so whoever has a link of their own could guess at somebody else's.
    private async Task<AuthGrant?> FindGrantAsync(HttpContext http, EmailAddress address, string password)
    {
        try
        {
            await permits.AcquireAsync(http, RateLimitPolicy.SignIn, address.Value);
            // Also for a visitor who has left: only a session can end the older ones.
            var login = await address.WithEachSpellingAsync(spelling => altogic.Auth.SignInWithEmailAsync(spelling, password));
            if (login.IsSuccess)
            {
                await permits.ResetAsync(http, RateLimitPolicy.SignIn, address.Value);
                return login.Value;
            }

            events.SignInRejected(login.Error.Items.FirstOrDefault()?.Code ?? "");
            return null;
        }
        catch (TooManyAttemptsException tooMany)
        {
            events.RateLimitExceeded($"{tooMany.Policy}", tooMany.Rejection.Partition);
            return null;
        }
        catch (AltogicUnavailableException)
        {
            return null;
        }
    }
}
