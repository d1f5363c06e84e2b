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
        var login = await TryLogInAsync(http, address, password);
        if (login is null || SignInDetails.FindGranted(login) is not { } granted)
        {
            changes.SetPendingReset(http, request?.Email, password);
            await signInManager.SignOutAsync(http);
            return null;
        }

        return new SignInDetails(granted, SignInDetails.Reset, request?.Email == address.Value ? request.ReturnUrl : null)
        {
            // The name is known only now.
            NeedsAnotherPassword = policy.Validate(password, login.Value.User.Name, address.Display) != PasswordResult.Ok,
        };
    }

    // Counts as a sign-in: the address was typed, so a visitor with a link of their own could guess at the password of another account.
    private async Task<AltogicResult<AuthGrant>?> TryLogInAsync(HttpContext http, EmailAddress address, string password)
    {
        try
        {
            await permits.AcquireAsync(http, RateLimitPolicy.SignIn, address.Value);
            // Also for a visitor who has left: only a session can end the older ones.
            var login = await address.TryEachSpellingAsync(
                spelling => altogic.Auth.SignInWithEmailAsync(spelling, password), result => result.IsSuccess);
            if (login.IsSuccess)
            {
                await permits.ResetAsync(http, RateLimitPolicy.SignIn, address.Value);
            }
            else
            {
                events.SignInRejected(SignInDetails.RejectionOf(login));
            }

            return login;
        }
        catch (Exception failure) when (failure is TooManyAttemptsException or AltogicUnavailableException)
        {
            return null;
        }
    }
}
