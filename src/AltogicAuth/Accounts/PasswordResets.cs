using AltogicAuth.EmailLinks;
using AltogicAuth.Passwords;
using AltogicAuth.RateLimiting;

namespace AltogicAuth.Accounts;

public sealed class PasswordResets(
    AltogicClient altogic, PasswordPolicy policy, SignInManager signInManager, PasswordChanges changes, AttemptPermits permits, SecurityEvents events)
{
    public async Task<ApiError?> ResetAsync(HttpContext http, string accessToken, string password)
    {
        await permits.AcquireAsync(http, RateLimitPolicy.SignIn);
        return (await altogic.Auth.ResetPwdWithTokenAsync(accessToken, password)).Error;
    }

    /// <summary>Null where the sign-in does not work: the password is new, and the visitor signs in by hand.</summary>
    public async Task<SignInDetails?> TrySignInAsync(HttpContext http, EmailAddress address, string password, LinkRequest? request)
    {
        if (await FindGrantAsync(http, address, password) is not { Session: { } session, User: var user })
        {
            changes.SetPendingReset(http, request?.Email, password);
            await signInManager.SignOutAsync(http);
            return null;
        }

        return new SignInDetails(SignInDetails.GrantedOf(user, session), SignInDetails.Reset, request?.Email == address.Value ? request.ReturnUrl : null)
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
            var login = await address.WithEachSpellingAsync(spelling => altogic.Auth.SignInWithEmailAsync(spelling, password), result => result.IsSuccess);
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
