using AltogicAuth.Backend.Data;

namespace AltogicAuth.Backend.Accounts;

/// <summary>Codes that prove a number, and changes of password and number by them.</summary>
internal sealed class PhoneCredentials(
    BackendDatabase database, Users users, Codes codes, CodeExchange exchange, CodeMessages messages, Passwords passwords,
    CurrentPassword currentPasswords, RateLimits limits, Audit audit, IOptions<BackendOptions> options)
{
    /// <summary>Sends the code of a new account again, or that of a change to this number.</summary>
    public async Task ResendAsync(PhoneNumber phone, ClientInfo client)
    {
        RequireConfirmation(Rejection.PhoneVerificationOff);
        await limits.AcquireAsync(client, phone.Value);
        var holder = await users.FindByPhoneAsync(phone);
        if (holder is { IsPhoneVerified: true })
        {
            throw new RejectedException(Rejection.PhoneAlreadyVerified);
        }

        // An account with an address is that of the address: the owner of a number that was never verified must not get into it.
        if (holder is { IsEmailVerified: false })
        {
            await messages.SendAsync(holder, phone, CodeAction.ConfirmPhone, client);
            return;
        }

        var changing = await codes.FindChangeAsync(phone) is { } id ? await users.FindAsync(id) : null;
        await messages.SendAsync(changing ?? throw new RejectedException(Rejection.UserNotFound), phone, CodeAction.ChangePhone, client);
    }

    public Task SendSignInCodeAsync(PhoneNumber phone, ClientInfo client) =>
        SendAsync(phone, CodeAction.SignIn, Rejection.SmsCodesOff, client);

    public Task SendResetCodeAsync(PhoneNumber phone, ClientInfo client) =>
        SendAsync(phone, CodeAction.ResetPassword, Rejection.PhoneVerificationOff, client);

    public async Task ResetPasswordAsync(PhoneNumber phone, string code, string? newPassword, ClientInfo client, CancellationToken cancellation)
    {
        await limits.AcquireAsync(client, phone.Value);
        var user = await users.FindByPhoneAsync(phone) ?? throw new RejectedException(Rejection.UserNotFound);
        var record = await codes.RequireAsync(phone, code, CodeAction.ResetPassword);
        // After the code: the rules depend on the user's name and number, so a rejection reveals that there is one.
        InvalidFieldException.ThrowIfAny(PasswordRules.ProblemOf(newPassword, user, "newPassword"));
        var hash = await passwords.HashAsync(user, newPassword!, cancellation);
        _ = await database.InTransactionAsync(c => exchange.ResetPasswordAsync(c, phone, record, hash, client), cancellation)
            ?? throw new RejectedException(Rejection.CodeWrong);
    }

    /// <summary>Returns the user: with the new number where no confirmation is needed, unchanged where a code was sent to it.</summary>
    public async Task<UserRecord> ChangePhoneAsync(UserRecord user, string? currentPassword, string? newPhone, ClientInfo client, CancellationToken cancellation)
    {
        var phone = PhoneNumber.TryParse(newPhone);
        InvalidFieldException.ThrowIfAny(PhoneNumber.ProblemOf(phone, newPhone, "newPhone"));
        await limits.AcquireAsync(client, user.Identifier);
        await currentPasswords.RequireAsync(user, currentPassword, client, cancellation);
        if (await users.FindByPhoneAsync(phone!) is { } holder && !await database.ReadAsync(c => exchange.CanBeReassignedAsync(c, holder)))
        {
            throw new RejectedException(Rejection.PhoneTaken, phone!.Value);
        }

        if (!options.Value.PhoneConfirmation)
        {
            return await users.TryChangePhoneAsync(user.Id, phone!, client) ?? throw new RejectedException(Rejection.PhoneTaken, phone!.Value);
        }

        await limits.AcquireMessageAsync(phone!.Value);
        var message = await messages.PrepareAsync(user, phone, CodeAction.ChangePhone, client);
        await database.InTransactionAsync(async c =>
        {
            if (!await Users.HasPasswordOfAsync(c, user))
            {
                throw new RejectedException(Rejection.CurrentPasswordWrong);
            }

            if (message is not null)
            {
                await messages.AddAsync(c, message);
            }

            await audit.AddAsync(c, user.Id, AuditKind.PhoneChangeRequested, client);
        });
        return user;
    }

    private async Task SendAsync(PhoneNumber phone, string action, Rejection whenOff, ClientInfo client)
    {
        RequireConfirmation(whenOff);
        await limits.AcquireAsync(client, phone.Value);
        var user = await users.FindByPhoneAsync(phone) ?? throw new RejectedException(Rejection.UserNotFound);
        if (user.IsOfProvider)
        {
            throw new RejectedException(Rejection.NoPasswordToChange);
        }

        if (!user.IsPhoneVerified)
        {
            throw new RejectedException(Rejection.PhoneNotVerified);
        }

        await messages.SendAsync(user, phone, action, client);
    }

    private void RequireConfirmation(Rejection whenOff)
    {
        if (!options.Value.PhoneConfirmation)
        {
            throw new RejectedException(whenOff);
        }
    }
}
