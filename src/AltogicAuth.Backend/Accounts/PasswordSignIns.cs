using AltogicAuth.Backend.Data;
using Microsoft.AspNetCore.Identity;

namespace AltogicAuth.Backend.Accounts;

/// <summary>Signs in by password.</summary>
internal sealed class PasswordSignIns(
    Users users, Sessions sessions, Passwords passwords, RateLimits limits, Audit audit, Notices notices, IOptions<BackendOptions> options)
{
    public Task<SignInResult> SignInAsync(string? email, string? password, ClientInfo client, CancellationToken cancellation)
    {
        var address = EmailAddress.TryParse(email);
        return SignInAsync(
            new Attempt(
                address?.Value, () => users.FindByEmailAsync(address), user => !options.Value.EmailConfirmation || user.IsEmailVerified,
                Rejection.WrongEmailOrPassword, Rejection.EmailNotVerified, Rejection.WrongEmailOrPassword),
            password ?? "", client, cancellation);
    }

    public Task<SignInResult> SignInByPhoneAsync(PhoneNumber phone, string? password, ClientInfo client, CancellationToken cancellation) => SignInAsync(
        new Attempt(
            phone.Value, () => users.FindByPhoneAsync(phone), user => !options.Value.PhoneConfirmation || user.IsPhoneVerified,
            Rejection.UserNotFound, Rejection.PhoneNotVerified, Rejection.WrongPhoneOrPassword),
        password ?? "", client, cancellation);

    private async Task<SignInResult> SignInAsync(Attempt attempt, string password, ClientInfo client, CancellationToken cancellation)
    {
        await limits.AcquireAsync(client, attempt.Account);
        return await TrySignInAsync(attempt, password, client, cancellation)
            // Another sign-in may have hashed the same password at a higher cost meanwhile.
            ?? await TrySignInAsync(attempt, password, client, cancellation)
            ?? throw new RejectedException(attempt.WhenWrong);
    }

    /// <summary>Null when the password was replaced while it was verified.</summary>
    private async Task<SignInResult?> TrySignInAsync(Attempt attempt, string password, ClientInfo client, CancellationToken cancellation)
    {
        var user = await attempt.FindUser();
        // A hash is verified in any case, so that the duration says nothing about an address or a number.
        var verified = await passwords.VerifyForSignInAsync(user, password, cancellation);
        if (user is null)
        {
            throw new RejectedException(attempt.WhenUnknown);
        }

        if (ProblemOf(attempt, user, verified) is { } problem)
        {
            audit.AddFailure(user, AuditKind.SignInFailed, client);
            throw new RejectedException(problem);
        }

        var newHash = verified == PasswordVerificationResult.SuccessRehashNeeded ? await passwords.HashAsync(user, password, cancellation) : null;
        var isNewBrowser = await notices.IsNewBrowserAsync(user.Id, client);
        // A caller that has hung up by then gets no session, and neither does one whose password was replaced meanwhile.
        var session = await sessions.CreateAfterPasswordAsync(
            user, newHash, client, isNewBrowser ? c => notices.AddAsync(c, user, Notices.NewBrowser, client) : null, cancellation);
        return session is null ? null : new SignInResult(user with { LastLoginAt = session.Record.CreatedAt }, session);
    }

    private static Rejection? ProblemOf(Attempt attempt, UserRecord user, PasswordVerificationResult verified) =>
        user.PasswordHash is null ? Rejection.NoPasswordToSignIn
        : !attempt.IsConfirmed(user) ? attempt.WhenNotVerified
        : verified == PasswordVerificationResult.Failed ? attempt.WhenWrong
        : null;

    /// <summary>An attempt to sign in by password: whose, and how the contract rejects it.</summary>
    private sealed record Attempt(
        string? Account, Func<Task<UserRecord?>> FindUser, Func<UserRecord, bool> IsConfirmed, Rejection WhenUnknown, Rejection WhenNotVerified, Rejection WhenWrong);
}
