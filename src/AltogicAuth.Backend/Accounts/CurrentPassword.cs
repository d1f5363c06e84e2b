using AltogicAuth.Backend.Data;

namespace AltogicAuth.Backend.Accounts;

/// <summary>The password that a user has to give again for a change of password, address or number.</summary>
internal sealed class CurrentPassword(Passwords passwords, Audit audit)
{
    /// <exception cref="RejectedException">The user has no password, or another one.</exception>
    public async Task RequireAsync(UserRecord user, string? password, ClientInfo client, CancellationToken cancellation)
    {
        if (user.PasswordHash is null)
        {
            throw new RejectedException(Rejection.NoPasswordToChange);
        }

        if (!await passwords.VerifyAsync(user, password ?? "", cancellation))
        {
            audit.AddFailure(user, AuditKind.PasswordCheckFailed, client);
            throw new RejectedException(Rejection.CurrentPasswordWrong);
        }
    }
}
