using AltogicAuth.Backend.Data;

namespace AltogicAuth.Backend.Accounts;

/// <summary>
/// Sign-ins at providers: section 2.4 of the contract. An account is found by the id that its provider gave it, and never by its address:
/// another person may have that address there, or have registered it here.
/// </summary>
internal sealed class ProviderSignIns(
    BackendDatabase database, Users users, Links links, Audit audit, BackendClock clock, IOptions<BackendOptions> options)
{
    /// <summary>Finds or creates the user, and returns an access token that can be exchanged once.</summary>
    /// <exception cref="RejectedException">The address belongs to another account.</exception>
    public async Task<string> SignInAsync(ProviderIdentity identity, ClientInfo client) =>
        // Null: another request has created a user with the identity or the address at the same moment, and the second attempt finds it.
        await TrySignInAsync(identity, client) ?? await TrySignInAsync(identity, client) ?? throw new RejectedException(Rejection.EmailTaken);

    private async Task<string?> TrySignInAsync(ProviderIdentity identity, ClientInfo client)
    {
        try
        {
            return await database.InTransactionAsync(async c =>
            {
                var userId = await SignInMethodTable.FindUserIdAsync(c, identity.Provider, identity.Id) ?? await TryCreateUserAsync(c, identity, client);
                return userId is null ? null : await links.AddExchangedAsync(c, userId, LinkAction.ProviderSignIn);
            });
        }
        catch (Exception failure) when (failure is DuplicateKeyException or MissingReferenceException)
        {
            return null;
        }
    }

    private async Task<string?> TryCreateUserAsync(DataConnection connection, ProviderIdentity identity, ClientInfo client)
    {
        if (identity.VerifiedEmail is { } email && await UserTable.FindByEmailAsync(connection, email) is { } holder)
        {
            // Another request may have created this very user since the identity was looked up.
            if (await SignInMethodTable.FindUserIdAsync(connection, identity.Provider, identity.Id) is { } created)
            {
                return created;
            }

            await RemoveUnverifiedAsync(connection, holder);
        }

        var user = identity.NewUser(clock.Now);
        if (!await UserTable.TryInsertAsync(connection, user))
        {
            return null;
        }

        await audit.AddAsync(connection, user.Id, AuditKind.SignUp, client);
        return user.Id;
    }

    // Its owner could be another person, who knows its password. Merging the two would let that person in.
    private async Task RemoveUnverifiedAsync(DataConnection connection, UserRecord found)
    {
        if (await UserTable.LockAsync(connection, found.Id) is not { } holder || holder.Email != found.Email)
        {
            return;
        }

        if (holder.IsEmailVerified || holder.IsPhoneVerified || holder.Provider is not null || !options.Value.EmailConfirmation)
        {
            throw new RejectedException(Rejection.EmailTaken);
        }

        await users.DeleteAsync(connection, holder.Id);
    }
}
