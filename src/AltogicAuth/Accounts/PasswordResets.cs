using AltogicAuth.Authentication;
using AltogicAuth.EmailLinks;
using AltogicAuth.Passwords;
using AltogicAuth.RateLimiting;

namespace AltogicAuth.Accounts;

/// <summary>Sets a new password by a reset link, and signs in with it.</summary>
public sealed class PasswordResets(
    AltogicClient altogic, PasswordPolicy policy, SignInManager signInManager, PasswordChanges changes, AttemptPermits permits, SecurityEvents events)
{
    /// <summary>Null when the password is new.</summary>
    public async Task<ApiError?> ResetAsync(HttpContext http, string accessToken, string password)
    {
        await permits.AcquireAsync(http, RateLimitPolicy.SignIn);
        var reset = await altogic.Auth.ResetPwdWithTokenAsync(accessToken, password);
        return reset.Error;
    }

    /// <summary>Null where the sign-in does not work: the password is new, and the visitor signs in by hand.</summary>
    /// <param name="http">The request.</param>
    /// <param name="address">The address of the account, according to the visitor.</param>
    /// <param name="password">The new password.</param>
    /// <param name="request">What this browser requested, where it was a reset.</param>
    public async Task<SignInDetails?> TrySignInAsync(HttpContext http, EmailAddress address, string password, LinkRequest? request)
    {
        if (await FindGrantAsync(http, address, password) is not { Session: { } session, User: var user })
        {
            changes.SetPendingReset(http, request?.Email, password);
            await signInManager.SignOutAsync(http);
            return null;
        }

        return new SignInDetails(SignInDetails.PendingOf(user, session), SignInDetails.Reset, request?.Email == address.Value ? request.ReturnUrl : null)
        {
            // The name is known only now.
            NeedsAnotherPassword = policy.Validate(password, user.Name, address.Display) != PasswordResult.Ok,
        };
    }

    // Counts as a sign-in: the address was typed, so a visitor with a link of their own could guess at the password of another account.
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

            events.SignInRejected(login.Error.Items[0].Code);
        }
        catch (TooManyAttemptsException tooMany)
        {
            events.RateLimitExceeded($"{tooMany.Policy}", tooMany.Rejection.Partition);
        }
        catch (AltogicUnavailableException)
        {
            // The visitor signs in later.
        }

        return null;
    }
}
