using System.Text.Json.Nodes;
using AltogicAuth.Backend.Data;

namespace AltogicAuth.Backend.Accounts;

internal sealed class Users(BackendDatabase database, BackendClock clock)
{
    /// <summary>The name of the users in calls for objects.</summary>
    public const string Model = "users";

    public DateTimeOffset Now => clock.Now;

    public Task<UserRecord?> FindAsync(string id) => database.ReadAsync(c => UserTable.FindAsync(c, id));

    /// <exception cref="RejectedException">The user is gone.</exception>
    public async Task<UserRecord> OfSessionAsync(SessionRecord session) =>
        await FindAsync(session.UserId) ?? throw new RejectedException(Rejection.UserNotFound);

    public Task<UserRecord?> FindByEmailAsync(EmailAddress? email) =>
        email is null ? Task.FromResult<UserRecord?>(null) : database.ReadAsync(c => UserTable.FindByEmailAsync(c, email));

    /// <summary>False when the address is taken, also by a faster caller.</summary>
    public Task<bool> TryCreateAsync(UserRecord user) => database.WriteAsync(c => UserTable.TryInsertAsync(c, user));

    /// <summary>Changes fields in one step; null when the user is gone.</summary>
    public Task<UserRecord?> ChangeAsync(string id, Action<JsonObject> change) => database.InTransactionAsync(c => ChangeAsync(c, id, change));

    /// <summary>Null when the address is taken.</summary>
    public async Task<UserRecord?> TryChangeEmailAsync(string id, EmailAddress email)
    {
        try
        {
            return await database.InTransactionAsync(c => ChangeEmailAsync(c, id, email.Value));
        }
        catch (DuplicateKeyException)
        {
            return null;
        }
    }

    /// <summary>
    /// False when the password that was verified is no longer the user's. Reset links stay: an intruder must not be able to end
    /// those of the owner.
    /// </summary>
    public Task<bool> TryChangePasswordAsync(UserRecord user, string hash) => database.InTransactionAsync(async c =>
    {
        if (!await HasPasswordOfAsync(c, user))
        {
            return false;
        }

        await SetPasswordAsync(c, user.Id, hash);
        return true;
    });

    /// <summary>Sets the time of a sign-in by password. Null when that is no longer the user's.</summary>
    public async Task<UserRecord?> RecordSignInAsync(DataConnection connection, UserRecord user) => await HasPasswordOfAsync(connection, user)
        ? await ChangeAsync(connection, user.Id, fields => fields["lastLoginAt"] = Timestamps.Format(clock.Now))
        : null;

    /// <summary>Deletes the sessions and links of the user as well.</summary>
    public Task<bool> DeleteAsync(string id) => database.WriteAsync(c => UserTable.DeleteAsync(c, id));

    public static async Task<UserRecord?> ChangeAsync(DataConnection connection, string id, Action<JsonObject> change)
    {
        if (await UserTable.FindAsync(connection, id) is not { } user)
        {
            return null;
        }

        change(user.Fields);
        await UserTable.UpdateAsync(connection, user);
        return user;
    }

    /// <summary>Ends all links of the user: they were mailed to an address that may belong to another person by now.</summary>
    public static async Task<UserRecord?> ChangeEmailAsync(DataConnection connection, string id, string email)
    {
        await LinkTable.DeleteOfUserAsync(connection, id);
        return await ChangeAsync(connection, id, fields =>
        {
            fields["email"] = email;
            fields["emailVerified"] = true;
        });
    }

    /// <summary>Null leaves the user without a password. A new password is not held back.</summary>
    public static async Task SetPasswordAsync(DataConnection connection, string id, string? hash)
    {
        await UserTable.SetPasswordAsync(connection, id, hash);
        await ChangeAsync(connection, id, fields => fields.Remove(UserRecord.PasswordUnconfirmed));
    }

    /// <summary>Whether the password was neither replaced nor held back since the user was read: verifying takes time.</summary>
    public static async Task<bool> HasPasswordOfAsync(DataConnection connection, UserRecord user) =>
        await UserTable.FindAsync(connection, user.Id) is { IsPasswordHeld: false } current && current.PasswordHash == user.PasswordHash;
}
