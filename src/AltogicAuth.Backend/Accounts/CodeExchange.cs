using AltogicAuth.Backend.Data;

namespace AltogicAuth.Backend.Accounts;

/// <summary>
/// The effect of codes on their user, which uses up the code in the same transaction. Null when the code was used before, or the number
/// is no longer the user's.
/// </summary>
internal sealed class CodeExchange(Codes codes, Users users, Audit audit, Notices notices, BackendClock clock, IOptions<BackendOptions> options)
{
    /// <summary>
    /// Verifies the number of a new account. Another person may have registered it before: where that is asked for, the password is held
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

    /// <param name="connection">The transaction.</param>
    /// <param name="phone">The new number.</param>
    /// <param name="code">The code that was sent to it.</param>
    /// <param name="isOfUser">
    /// Whether the user of the code enters it. Only then does a registration give up the number: a person who registers, and by mistake
    /// enters a code that another user requested, must not give the number to that user.
    /// </param>
    /// <param name="client">The caller.</param>
    /// <exception cref="DuplicateKeyException">Another user has the number by now.</exception>
    public async Task<UserRecord?> ChangePhoneAsync(DataConnection connection, PhoneNumber phone, CodeRecord code, bool isOfUser, ClientInfo client)
    {
        var holderId = (await UserTable.FindByPhoneAsync(connection, phone))?.Id;
        UserRecord? user = null, holder = null;
        // In the order of the ids: two users who change to each other's number must not wait for each other.
        foreach (var id in new[] { code.UserId, holderId ?? code.UserId }.Distinct().Order(StringComparer.Ordinal))
        {
            var locked = await UserTable.LockAsync(connection, id);
            (user, holder) = id == code.UserId ? (locked, holder) : (user, locked);
        }

        if (user is null || !await codes.TryUseAsync(connection, phone, code))
        {
            return null;
        }

        if (isOfUser && holder is not null && holder.Phone == phone.Value && await CanBeReassignedAsync(connection, holder))
        {
            await ReleaseNumberAsync(connection, holder, client);
        }

        return await users.ChangePhoneAsync(connection, code.UserId, phone, client);
    }

    /// <summary>
    /// Whether the number of a user who never verified it goes to one who does. An account that is in use without a verified number, from
    /// a time when that was allowed, keeps it.
    /// </summary>
    public async Task<bool> CanBeReassignedAsync(DataConnection connection, UserRecord holder) =>
        options.Value.PhoneConfirmation && !holder.IsPhoneVerified &&
        (!HasOnlyNumber(holder) || await SessionTable.OfUserAsync(connection, holder.Id, createdAfter: default) is []);

    /// <summary>Deletes a registration that has nothing but the number. Any other account only loses the number.</summary>
    private async Task ReleaseNumberAsync(DataConnection connection, UserRecord holder, ClientInfo client)
    {
        if (HasOnlyNumber(holder))
        {
            await users.DeleteAsync(connection, holder.Id);
            return;
        }

        await UserTable.UpdateAsync(connection, holder with { Phone = null });
        await audit.AddAsync(connection, holder.Id, AuditKind.PhoneChanged, client);
    }

    private static bool HasOnlyNumber(UserRecord user) => user is { Email: null, Provider: null };

    /// <summary>The user of the code, who still has the number.</summary>
    private static async Task<UserRecord?> LockOwnerAsync(DataConnection connection, PhoneNumber phone, CodeRecord code) =>
        await UserTable.LockAsync(connection, code.UserId) is { } user && user.Phone == phone.Value ? user : null;
}
