using AltogicAuth.Backend.Data;

namespace AltogicAuth.Backend.Accounts;

/// <summary>
/// The effect of codes on their user, which uses up the code in the same transaction. Null when the code was used before, or the number
/// is no longer the user's.
/// </summary>
internal sealed class CodeExchange(Codes codes, Users users, Audit audit, Notices notices, BackendClock clock, IOptions<BackendOptions> options)
{
    /// <summary>
    /// Proves the number of a new account. Another person may have registered it before: where that is asked for, the password is held
    /// back, and all that this person could still get in by ends.
    /// </summary>
    public async Task<UserRecord?> ConfirmAsync(DataConnection connection, PhoneNumber phone, CodeRecord code, bool holdPassword)
    {
        if (await LockOwnerAsync(connection, phone, code) is not { IsEmailVerified: false } user || !await codes.TryUseAsync(connection, phone, code))
        {
            return null;
        }

        var holds = !user.IsPhoneVerified && holdPassword && user.PasswordHash is not null;
        if (holds)
        {
            await SessionTable.DeleteOfUserAsync(connection, user.Id);
            await LinkTable.DeleteOfUserAsync(connection, user.Id);
            await CodeTable.DeleteOfUserAsync(connection, user.Id);
        }

        return await Users.ChangeAsync(connection, user.Id, current => current with
        {
            Email = holds ? null : current.Email,
            IsPhoneVerified = true,
            LastLoginAt = clock.Now,
            IsPasswordHeld = current.IsPasswordHeld || holds,
        });
    }

    public async Task<UserRecord?> SignInAsync(DataConnection connection, PhoneNumber phone, CodeRecord code) =>
        await LockOwnerAsync(connection, phone, code) is { IsPhoneVerified: true } && await codes.TryUseAsync(connection, phone, code)
            ? await Users.ChangeAsync(connection, code.UserId, current => current with { LastLoginAt = clock.Now })
            : null;

    /// <summary>Ends all links and codes of the user.</summary>
    public async Task<UserRecord?> ResetPasswordAsync(DataConnection connection, PhoneNumber phone, CodeRecord code, string hash, ClientInfo client)
    {
        if (await LockOwnerAsync(connection, phone, code) is not { IsPhoneVerified: true } user || !await codes.TryUseAsync(connection, phone, code))
        {
            return null;
        }

        await SignInMethodTable.SetPasswordAsync(connection, user.Id, hash);
        await LinkTable.DeleteOfUserAsync(connection, user.Id);
        await CodeTable.DeleteOfUserAsync(connection, user.Id);
        await audit.AddAsync(connection, user.Id, AuditKind.PasswordReset, client);
        await notices.AddAsync(connection, user, Notices.PasswordChanged, client);
        return user;
    }

    /// <exception cref="DuplicateKeyException">Another user has the number by now.</exception>
    public async Task<UserRecord?> ChangePhoneAsync(DataConnection connection, PhoneNumber phone, CodeRecord code, ClientInfo client)
    {
        if (await UserTable.LockAsync(connection, code.UserId) is null || !await codes.TryUseAsync(connection, phone, code))
        {
            return null;
        }

        await TakeFromUnprovenAsync(connection, phone, code.UserId);
        return await users.ChangePhoneAsync(connection, code.UserId, phone, client);
    }

    /// <summary>
    /// Whether a user who never proved the number gives it up to one who does. Not while a code of the registration works: a person who
    /// registers, and enters the code that another user requested, must not give the number to that user.
    /// </summary>
    public async Task<bool> GivesWayAsync(DataConnection connection, UserRecord holder, PhoneNumber phone) =>
        options.Value.PhoneConfirmation && !holder.IsPhoneVerified &&
        await CodeTable.FindUserIdAsync(connection, phone.Value, CodeAction.ConfirmPhone, clock.Now) is null;

    /// <summary>Deletes a registration that has nothing but the number. Any other account only loses the number.</summary>
    private async Task TakeFromUnprovenAsync(DataConnection connection, PhoneNumber phone, string userId)
    {
        if (await UserTable.FindByPhoneAsync(connection, phone) is not { } found || found.Id == userId ||
            await UserTable.LockAsync(connection, found.Id) is not { } holder || holder.Phone != phone.Value ||
            !await GivesWayAsync(connection, holder, phone))
        {
            return;
        }

        if (holder is { Email: null, Provider: null })
        {
            await users.DeleteAsync(connection, holder.Id);
            return;
        }

        await UserTable.UpdateAsync(connection, holder with { Phone = null });
    }

    /// <summary>The user of the code, who still has the number.</summary>
    private static async Task<UserRecord?> LockOwnerAsync(DataConnection connection, PhoneNumber phone, CodeRecord code) =>
        await UserTable.LockAsync(connection, code.UserId) is { } user && user.Phone == phone.Value ? user : null;
}
