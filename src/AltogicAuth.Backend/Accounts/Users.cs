using System.Text.Json.Nodes;
using AltogicAuth.Backend.Data;

namespace AltogicAuth.Backend.Accounts;

internal sealed partial class Users(
    BackendDatabase database, Audit audit, Notices notices, BackendClock clock, IOptions<BackendOptions> options, ILogger<Users> logger)
{
    /// <summary>The name of the users in calls for objects.</summary>
    public const string Model = "users";

    public DateTimeOffset Now => clock.Now;

    private DateTimeOffset UnconfirmedUntil => clock.Now - options.Value.UnconfirmedUserLifetime;

    public Task<UserRecord?> FindAsync(string id) => database.ReadAsync(c => UserTable.FindAsync(c, id));

    /// <exception cref="RejectedException">The user is gone.</exception>
    public async Task<UserRecord> OfSessionAsync(SessionRecord session) =>
        await FindAsync(session.UserId) ?? throw new RejectedException(Rejection.UserNotFound);

    public Task<UserRecord?> FindByEmailAsync(EmailAddress? email) =>
        email is null ? Task.FromResult<UserRecord?>(null) : database.ReadAsync(c => UserTable.FindByEmailAsync(c, email));

    public Task<UserRecord?> FindByPhoneAsync(PhoneNumber? phone) =>
        phone is null ? Task.FromResult<UserRecord?>(null) : database.ReadAsync(c => UserTable.FindByPhoneAsync(c, phone));

    /// <summary>False when the address is taken, also by a faster caller.</summary>
    public Task<bool> TryCreateAsync(UserRecord user) => database.InTransactionAsync(c => UserTable.TryInsertAsync(c, user));

    /// <summary>Changes the fields that callers may set, in one step; null when the user is gone.</summary>
    public Task<UserRecord?> ChangeFieldsAsync(string id, Action<JsonObject> change) => database.InTransactionAsync(c => ChangeAsync(c, id, user =>
    {
        var fields = user.ToJson();
        change(fields);
        return user.With(fields);
    }));

    /// <summary>Null when the address is taken.</summary>
    public async Task<UserRecord?> TryChangeEmailAsync(string id, EmailAddress email, ClientInfo client)
    {
        try
        {
            return await database.InTransactionAsync(c => ChangeEmailAsync(c, id, email.Value, client));
        }
        catch (DuplicateKeyException)
        {
            return null;
        }
    }

    /// <summary>Null when the number is taken.</summary>
    public async Task<UserRecord?> TryChangePhoneAsync(string id, PhoneNumber phone, ClientInfo client)
    {
        try
        {
            return await database.InTransactionAsync(c => ChangePhoneAsync(c, id, phone, client));
        }
        catch (DuplicateKeyException)
        {
            return null;
        }
    }

    /// <summary>
    /// False when the password that was verified is no longer the user's. Reset links stay: an intruder must not be able to end
    /// those of the owner. Pending changes of address and number end: an intruder may have requested them by the former password.
    /// </summary>
    public Task<bool> TryChangePasswordAsync(UserRecord user, string hash, ClientInfo client) => database.InTransactionAsync(async c =>
    {
        if (!await HasPasswordOfAsync(c, user))
        {
            return false;
        }

        await SignInMethodTable.SetPasswordAsync(c, user.Id, hash);
        await LinkTable.DeleteOfUserAsync(c, user.Id, LinkAction.ChangeEmail);
        await CodeTable.DeleteOfUserAsync(c, user.Id, CodeAction.ChangePhone);
        await audit.AddAsync(c, user.Id, AuditKind.PasswordChanged, client);
        await notices.AddAsync(c, user, Notices.PasswordChanged, client);
        return true;
    });

    /// <summary>Deletes all that refers to the user as well, the security events too: only the log says that there was a user.</summary>
    public Task<bool> DeleteAsync(string id) => database.WriteAsync(c => DeleteAsync(c, id));

    public async Task<bool> DeleteAsync(DataConnection connection, string id)
    {
        var isDeleted = await UserTable.DeleteAsync(connection, id);
        if (isDeleted)
        {
            Deleted(id);
        }

        return isDeleted;
    }

    /// <summary>Deletes some of the users who never verified address or number, where that has to be done, and returns how many.</summary>
    public Task<int> PurgeUnconfirmedAsync(int count) => options.Value.EmailConfirmation || options.Value.PhoneConfirmation
        ? database.WriteAsync(c => UserTable.PurgeUnconfirmedAsync(c, UnconfirmedUntil, options.Value.EmailConfirmation, options.Value.PhoneConfirmation, count))
        : Task.FromResult(0);

    /// <summary>Deletes the keys of some registrations that nothing repeats any more, and returns how many.</summary>
    public Task<int> PurgeRegistrationKeysAsync(int count) => database.WriteAsync(c => UserTable.PurgeRegistrationKeysAsync(c, UnconfirmedUntil, count));

    public static async Task<UserRecord?> ChangeAsync(DataConnection connection, string id, Func<UserRecord, UserRecord> change)
    {
        if (await UserTable.LockAsync(connection, id) is not { } user)
        {
            return null;
        }

        user = change(user);
        await UserTable.UpdateAsync(connection, user);
        return user;
    }

    /// <summary>Ends all links of the user: they were mailed to an address that may belong to another person by now.</summary>
    /// <exception cref="DuplicateKeyException">Another user has the address.</exception>
    public async Task<UserRecord?> ChangeEmailAsync(DataConnection connection, string id, string email, ClientInfo client)
    {
        if (await UserTable.LockAsync(connection, id) is not { } former)
        {
            return null;
        }

        var changed = former with { Email = email, IsEmailVerified = true };
        await UserTable.UpdateAsync(connection, changed);
        await LinkTable.DeleteOfUserAsync(connection, id);
        await audit.AddAsync(connection, id, AuditKind.EmailChanged, client);
        await notices.AddAsync(connection, former, Notices.EmailChanged, client);
        return changed;
    }

    /// <summary>Ends all codes of the user: they were sent to a number that may belong to another person by now.</summary>
    /// <exception cref="DuplicateKeyException">Another user has the number.</exception>
    public async Task<UserRecord?> ChangePhoneAsync(DataConnection connection, string id, PhoneNumber phone, ClientInfo client)
    {
        if (await UserTable.LockAsync(connection, id) is not { } former)
        {
            return null;
        }

        var changed = former with { Phone = phone.Value, IsPhoneVerified = true };
        await UserTable.UpdateAsync(connection, changed);
        await CodeTable.DeleteOfUserAsync(connection, id);
        await audit.AddAsync(connection, id, AuditKind.PhoneChanged, client);
        await notices.AddAsync(connection, former, Notices.PhoneChanged, client);
        return changed;
    }

    /// <summary>
    /// Whether the password was neither replaced nor held back since the user was read: verifying takes time. It stays so as long as
    /// the transaction runs.
    /// </summary>
    public static async Task<bool> HasPasswordOfAsync(DataConnection connection, UserRecord user) =>
        await UserTable.LockAsync(connection, user.Id) is { IsPasswordHeld: false } current && current.PasswordHash == user.PasswordHash;

    [LoggerMessage(3011, LogLevel.Information, "A user was deleted: {UserId}")]
    private partial void Deleted(string userId);
}
