using System.Text.Json.Nodes;
using AltogicAuth.Backend.Wire;
using Microsoft.Data.Sqlite;

namespace AltogicAuth.Backend.Tables;

internal sealed class Users(BackendDatabase database, BackendClock clock)
{
    public const string Table = """
        create table if not exists users (
            id text primary key,
            email text not null unique,
            password_hash text,
            fields text not null)
        """;

    /// <summary>What the API calls this table.</summary>
    public const string Model = "users";

    private const string Columns = "select id, fields, password_hash from users";

    public DateTimeOffset Now => clock.Now;

    public UserRecord? Find(string id) => database.Read(c => Find(c, id));

    /// <summary>An account that kept another spelling when addresses were made canonical is found by exactly that one.</summary>
    public UserRecord? FindByEmail(EmailAddress? email) => email is null
        ? null
        : database.Read(c => c.Query(
            $"{Columns} where email in ($canonical, $given) order by email = $given desc limit 1", Read,
            ("$canonical", email.Value), ("$given", email.AsGiven)).SingleOrDefault());

    /// <summary>False when the address is taken, also by somebody who was faster.</summary>
    public async Task<bool> TryCreateAsync(UserRecord user, string passwordHash) =>
        await database.WriteAsync(c => c.Run(
            "insert into users (id, email, password_hash, fields) values ($id, $email, $hash, $fields) on conflict do nothing",
            ("$id", user.Id), ("$email", user.Email), ("$hash", passwordHash), ("$fields", user.Fields.ToJsonString()))) == 1;

    /// <summary>Changes fields in one step; null when the user is gone.</summary>
    public Task<UserRecord?> ChangeAsync(string id, Action<JsonObject> change) => database.WriteAllAsync(c => Change(c, id, change));

    /// <summary>Null when the address is taken.</summary>
    public async Task<UserRecord?> TryChangeEmailAsync(string id, EmailAddress email)
    {
        try
        {
            return await database.WriteAllAsync(c => ChangeEmail(c, id, email.Value));
        }
        catch (SqliteException failure) when (failure.IsUniqueViolation())
        {
            return null;
        }
    }

    /// <summary>
    /// By the password of before; false when that is not the user's any more. Reset links stay: somebody who got into the account
    /// must not be able to end its owner's.
    /// </summary>
    public Task<bool> TryChangePasswordAsync(UserRecord user, string hash) => database.WriteAllAsync(c =>
    {
        if (!HasPasswordOf(c, user))
        {
            return false;
        }

        SetPassword(c, user.Id, hash);
        return true;
    });

    /// <summary>By password. Null when that is not the user's any more.</summary>
    public Task<UserRecord?> NoteLoginAsync(UserRecord user) => database.WriteAllAsync(c =>
        HasPasswordOf(c, user) ? Change(c, user.Id, fields => fields["lastLoginAt"] = Ids.Time(clock.Now)) : null);

    /// <summary>Whether the password was neither replaced nor held since the user was read: checking one takes its time.</summary>
    public bool HasPasswordOf(UserRecord user) => database.Read(c => HasPasswordOf(c, user));

    /// <summary>With the sessions and links of the user.</summary>
    public Task<bool> DeleteAsync(string id) =>
        database.WriteAsync(c => c.Run("delete from users where id = $id", ("$id", id)) == 1);

    public static UserRecord? Find(SqliteConnection connection, string id) =>
        connection.Query($"{Columns} where id = $id", Read, ("$id", id)).SingleOrDefault();

    public static UserRecord? Change(SqliteConnection connection, string id, Action<JsonObject> change)
    {
        if (Find(connection, id) is not { } user)
        {
            return null;
        }

        change(user.Fields);
        connection.Run("update users set fields = $fields, email = $email where id = $id",
            ("$fields", user.Fields.ToJsonString()), ("$email", user.Email), ("$id", id));
        return user;
    }

    /// <summary>All links of the user end: they were mailed to an address that may be somebody else's by now.</summary>
    public static UserRecord? ChangeEmail(SqliteConnection connection, string id, string email)
    {
        Links.End(connection, id);
        return Change(connection, id, fields =>
        {
            fields["email"] = email;
            fields["emailVerified"] = true;
        });
    }

    /// <summary>Null leaves the user without a password. A new one is not held.</summary>
    public static void SetPassword(SqliteConnection connection, string id, string? hash)
    {
        connection.Run("update users set password_hash = $hash where id = $id", ("$hash", hash), ("$id", id));
        Change(connection, id, fields => fields.Remove(UserRecord.PasswordUnconfirmed));
    }

    private static bool HasPasswordOf(SqliteConnection connection, UserRecord user) =>
        Find(connection, user.Id) is { IsPasswordHeld: false } current && current.PasswordHash == user.PasswordHash;

    private static UserRecord Read(SqliteDataReader row) =>
        new(row.GetString(0), JsonNode.Parse(row.GetString(1))!.AsObject(), row.TextOrNull(2));
}
