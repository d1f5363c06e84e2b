using AltogicAuth.Backend.Data;

namespace AltogicAuth.Backend.Accounts;

/// <summary>
/// The effect of mailed links on their user, which uses up the link and all its access tokens in the same transaction. Null when the
/// link was used before.
/// </summary>
internal sealed class LinkExchange(BackendDatabase database, Users users, Audit audit, Notices notices, BackendClock clock)
{
    /// <summary>
    /// Proves the address. Another person may have registered it before: a magic link that is the first proof leaves no password,
    /// a confirmation holds it back where that is asked for. Either ends the sessions and the change of address of that person.
    /// </summary>
    public async Task<UserRecord?> SignInAsync(DataConnection connection, LinkRecord link, bool holdPassword)
    {
        if (await UserTable.LockAsync(connection, link.UserId) is not { } user || !await LinkTable.DeleteAsync(connection, link.Id))
        {
            return null;
        }

        if (link.Action == LinkAction.ProviderSignIn)
        {
            // Proves no address: only the provider may have done that.
            return await Users.ChangeAsync(connection, link.UserId, current => current with { LastLoginAt = clock.Now });
        }

        var isConfirmation = link.Action == LinkAction.ConfirmEmail;
        var holds = !user.IsEmailVerified && isConfirmation && holdPassword && user.PasswordHash is not null;
        if (isConfirmation)
        {
            await LinkTable.DeleteOfUserAsync(connection, link.UserId, link.Action);
        }
        else if (!user.IsEmailVerified)
        {
            await SignInMethodTable.SetPasswordAsync(connection, link.UserId, hash: null);
        }

        if (!user.IsEmailVerified && (holds || !isConfirmation))
        {
            await SessionTable.DeleteOfUserAsync(connection, link.UserId);
            await LinkTable.DeleteOfUserAsync(connection, link.UserId, LinkAction.ChangeEmail);
            await CodeTable.DeleteOfUserAsync(connection, link.UserId);
        }

        // A number beside an unverified address belongs to the person who registered it.
        var keepsPhone = user.IsEmailVerified || (isConfirmation && !holds);
        return await Users.ChangeAsync(connection, link.UserId, current => current with
        {
            Phone = keepsPhone ? current.Phone : null,
            IsPhoneVerified = keepsPhone && current.IsPhoneVerified,
            IsEmailVerified = true,
            LastLoginAt = clock.Now,
            IsPasswordHeld = current.IsPasswordHeld || holds,
        });
    }

    /// <summary>Ends all links of the user, and the sessions where this is the first proof of the address.</summary>
    public Task<UserRecord?> ResetPasswordAsync(LinkRecord link, string hash, ClientInfo client) => database.InTransactionAsync(async c =>
    {
        if (await UserTable.LockAsync(c, link.UserId) is not { } user || !await LinkTable.DeleteAsync(c, link.Id))
        {
            return null;
        }

        if (!user.IsEmailVerified)
        {
            await SessionTable.DeleteOfUserAsync(c, link.UserId);
        }

        await SignInMethodTable.SetPasswordAsync(c, link.UserId, hash);
        await LinkTable.DeleteOfUserAsync(c, link.UserId);
        await CodeTable.DeleteOfUserAsync(c, link.UserId);
        await audit.AddAsync(c, link.UserId, AuditKind.PasswordReset, client);
        await notices.AddAsync(c, user, Notices.PasswordChanged, client);
        return await Users.ChangeAsync(c, link.UserId, current => current with { IsEmailVerified = true });
    });

    /// <summary>Null also when another user has the new address by now: the link is not used up then.</summary>
    public async Task<UserRecord?> TryChangeEmailAsync(LinkRecord link, ClientInfo client)
    {
        try
        {
            return await database.InTransactionAsync(async c =>
                await UserTable.LockAsync(c, link.UserId) is not null && await LinkTable.DeleteAsync(c, link.Id)
                    ? await users.ChangeEmailAsync(c, link.UserId, link.Email!, client)
                    : null);
        }
        catch (DuplicateKeyException)
        {
            return null;
        }
    }
}
