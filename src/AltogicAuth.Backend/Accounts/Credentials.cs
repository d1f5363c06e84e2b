using AltogicAuth.Backend.Data;

namespace AltogicAuth.Backend.Accounts;

/// <summary>Mails that prove an address, and changes of password and address.</summary>
internal sealed class Credentials(
    BackendDatabase database, Users users, Links links, LinkExchange exchange, LinkMails mails, Passwords passwords,
    CurrentPassword currentPasswords, RateLimits limits, Audit audit, IOptions<BackendOptions> options)
{
    public async Task ResendConfirmationAsync(EmailAddress? email, ClientInfo client)
    {
        var user = await RequireRecipientAsync(email, client);
        if (user.IsEmailVerified)
        {
            throw new RejectedException(Rejection.EmailAlreadyVerified);
        }

        await mails.SendAsync(user, LinkAction.ConfirmEmail, client.AcceptLanguage);
    }

    /// <summary>Mails a magic link or a reset link, to a verified address only.</summary>
    public async Task SendLinkAsync(EmailAddress? email, string action, ClientInfo client)
    {
        var user = await RequireRecipientAsync(email, client);
        if (!user.IsEmailVerified)
        {
            throw new RejectedException(Rejection.EmailNotVerified);
        }

        await mails.SendAsync(user, action, client.AcceptLanguage);
    }

    public async Task ResetPasswordAsync(string accessToken, string? newPassword, ClientInfo client, CancellationToken cancellation)
    {
        await limits.AcquireAsync(client, account: null);
        var link = await links.RequireAsync(accessToken, LinkAction.ResetPassword);
        var user = await users.FindAsync(link.UserId) ?? throw new RejectedException(Rejection.AccessTokenExpired);
        InvalidFieldException.ThrowIfAny(PasswordRules.ProblemOf(newPassword, user, "newPassword"));
        _ = await exchange.ResetPasswordAsync(link, await passwords.HashAsync(user, newPassword!, cancellation), client)
            ?? throw new RejectedException(Rejection.AccessTokenExpired);
    }

    public async Task ChangePasswordAsync(UserRecord user, string? oldPassword, string? newPassword, ClientInfo client, CancellationToken cancellation)
    {
        InvalidFieldException.ThrowIfAny(PasswordRules.ProblemOf(newPassword, user, "newPassword"));
        await limits.AcquireAsync(client, user.Identifier);
        await currentPasswords.RequireAsync(user, oldPassword, client, cancellation);
        if (!await users.TryChangePasswordAsync(user, await passwords.HashAsync(user, newPassword!, cancellation), client))
        {
            throw new RejectedException(Rejection.CurrentPasswordWrong);
        }
    }

    /// <summary>Returns the user: with the new address where no confirmation is needed, unchanged where a link was mailed to it.</summary>
    public async Task<UserRecord> ChangeEmailAsync(UserRecord user, string? currentPassword, string? newEmail, ClientInfo client, CancellationToken cancellation)
    {
        var email = EmailAddress.TryParse(newEmail);
        InvalidFieldException.ThrowIfAny(EmailAddress.ProblemOf(email, newEmail, "newEmail"));
        await limits.AcquireAsync(client, user.Identifier);
        await currentPasswords.RequireAsync(user, currentPassword, client, cancellation);
        if (await users.FindByEmailAsync(email) is not null)
        {
            throw new RejectedException(Rejection.EmailTaken, email!.Value);
        }

        if (!options.Value.EmailConfirmation)
        {
            return await users.TryChangeEmailAsync(user.Id, email!, client) ?? throw new RejectedException(Rejection.EmailTaken, email!.Value);
        }

        await limits.AcquireMessageAsync(email!.Value);
        var mail = mails.Prepare(user, LinkAction.ChangeEmail, client.AcceptLanguage, newEmail: email);
        await database.InTransactionAsync(async c =>
        {
            if (!await Users.HasPasswordOfAsync(c, user))
            {
                throw new RejectedException(Rejection.CurrentPasswordWrong);
            }

            await mails.AddAsync(c, mail);
            await audit.AddAsync(c, user.Id, AuditKind.EmailChangeRequested, client);
        });
        return user;
    }

    private async Task<UserRecord> RequireRecipientAsync(EmailAddress? email, ClientInfo client)
    {
        if (!options.Value.EmailConfirmation)
        {
            throw new RejectedException(Rejection.EmailVerificationOff);
        }

        await limits.AcquireAsync(client, email?.Value);
        var user = await users.FindByEmailAsync(email) ?? throw new RejectedException(Rejection.EmailUnknown);
        return user.IsOfProvider ? throw new RejectedException(Rejection.NoPasswordToChange) : user;
    }
}
