using AltogicAuth.Messages;
using AltogicAuth.Passwords;
using AltogicAuth.PhoneCodes;
using AltogicAuth.RateLimiting;

namespace AltogicAuth.Accounts;

public sealed class PasswordResets(
    AltogicClient altogic, PasswordPolicy policy, SignInManager signInManager, PasswordChanges changes, AttemptPermits permits, ResponsePadding padding,
    SecurityEvents events)
{
    private readonly SharedCalls<AltogicResult> _running = new();

    public async Task<ApiError?> ResetAsync(HttpContext http, string accessToken, string password)
    {
        await permits.AcquireAsync(http, RateLimitPolicy.SignIn);
        return (await altogic.Auth.ResetPwdWithTokenAsync(accessToken, password)).Error;
    }

    public async Task<ApiError?> ResetByCodeAsync(HttpContext http, PendingCode pending, string code, string password)
    {
        await permits.AcquireAsync(http, RateLimitPolicy.Code, pending.Number);
        var minimumDuration = padding.DelayAsync();
        // With the password: two tabs may submit one code with a password each, and only one of the two becomes valid.
        var reset = await _running.RunAsync($"{pending.Id} {code} {password}", () => altogic.Auth.ResetPwdWithCodeAsync(pending.Number, code, password));
        if (reset.Error is { } rejection)
        {
            events.CodeRejected(pending.Purpose.Name, rejection.Items[0].Code);
            await minimumDuration;
            return rejection;
        }

        await permits.ResetAsync(http, RateLimitPolicy.Code, pending.Number);
        return null;
    }

    /// <summary>Null where the sign-in does not work: the password is new, and the visitor signs in by hand.</summary>
    /// <param name="http">The request.</param>
    /// <param name="identifier">What the visitor named the account by.</param>
    /// <param name="password">The new password.</param>
    /// <param name="requested">What this browser requested the reset for; null where another one did.</param>
    /// <param name="returnUrl">Where that request came from.</param>
    public async Task<SignInDetails?> TrySignInAsync(
        HttpContext http, AccountIdentifier identifier, string password, string? requested, string? returnUrl)
    {
        var login = await TryLogInAsync(http, identifier, password);
        if (login is null || SignInDetails.FindGranted(login) is not { } granted)
        {
            changes.SetPendingReset(http, requested, password);
            await signInManager.SignOutAsync(http);
            return null;
        }

        return new SignInDetails(granted, SignInDetails.Reset, requested == identifier.Value ? returnUrl : null)
        {
            // The name is known only now.
            NeedsAnotherPassword = policy.Validate(password, login.Value.User.Name, identifier.Guessable) != PasswordResult.Ok,
        };
    }

    // Counts as a sign-in: the address was typed, so a visitor with a link of their own could guess at the password of another account.
    private async Task<AltogicResult<AuthGrant>?> TryLogInAsync(HttpContext http, AccountIdentifier identifier, string password)
    {
        try
        {
            await permits.AcquireAsync(http, RateLimitPolicy.SignIn, identifier.Value);
            // Also for a visitor who has left: only a session can end the older ones.
            var login = await altogic.Auth.SignInAsync(identifier, password);
            if (login.IsSuccess)
            {
                await permits.ResetAsync(http, RateLimitPolicy.SignIn, identifier.Value);
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
