using System.Text.Json.Nodes;
using Microsoft.Data.Sqlite;

namespace AltogicAuth.LocalBackend.Tables;

internal sealed class Users(BackendDatabase database, BackendClock clock)
{
    public const string Table = """
        create table if not exists users (
            id text primary key,
            email text not null unique,
            password_hash text,
            fields text not null)
        """;

    private const string Columns = "select id, fields, password_hash from users";
    private const int UniqueViolated = 19;

    public DateTimeOffset Now => clock.Now;

    public Task<UserRecord?> FindAsync(string id) =>
        Task.FromResult(database.Read(c => c.Query($"{Columns} where id = $id", Read, ("$id", id)).SingleOrDefault()));

    public Task<UserRecord?> FindByEmailAsync(string email) =>
        Task.FromResult(database.Read(c => c.Query($"{Columns} where email = $email", Read, ("$email", email)).SingleOrDefault()));

    /// <summary>False when the address is taken, also by somebody who was faster.</summary>
    public async Task<bool> TryCreateAsync(UserRecord user, Func<UserRecord, string> hash)
    {
        var passwordHash = hash(user);
        return await database.WriteAsync(c => c.Run(
            "insert into users (id, email, password_hash, fields) values ($id, $email, $hash, $fields) on conflict do nothing",
            ("$id", user.Id), ("$email", user.Email), ("$hash", passwordHash), ("$fields", user.Fields.ToJsonString()))) == 1;
    }

    /// <summary>Changes fields in one step; null when the user is gone.</summary>
    public Task<UserRecord?> ChangeAsync(string id, Action<JsonObject> change) => database.WriteAllAsync(c =>
    {
        if (c.Query($"{Columns} where id = $id", Read, ("$id", id)).SingleOrDefault() is not { } user)
        {
            return null;
        }

        change(user.Fields);
        c.Run("update users set fields = $fields, email = $email where id = $id",
            ("$fields", user.Fields.ToJsonString()), ("$email", user.Email), ("$id", id));
        return user;
    });

    /// <summary>False when the address is taken.</summary>
    public async Task<bool> TryChangeEmailAsync(string id, string email)
    {
        try
        {
            return await ChangeAsync(id, fields =>
            {
                fields["email"] = email;
                fields["emailVerified"] = true;
            }) is not null;
        }
        catch (SqliteException taken) when (taken.SqliteErrorCode == UniqueViolated)
        {
            return false;
        }
    }

    public Task SetPasswordAsync(string id, string hash) =>
        database.WriteAsync(c => { c.Run("update users set password_hash = $hash where id = $id", ("$hash", hash), ("$id", id)); });

    public Task<UserRecord?> NoteLoginAsync(string id) =>
        ChangeAsync(id, fields => fields["lastLoginAt"] = Ids.Time(clock.Now));

    /// <summary>With the sessions and tokens of the user.</summary>
    public Task<bool> DeleteAsync(string id) =>
        database.WriteAsync(c => c.Run("delete from users where id = $id", ("$id", id)) == 1);

    private static UserRecord Read(SqliteDataReader row) =>
        new(row.GetString(0), JsonNode.Parse(row.GetString(1))!.AsObject(), row.TextOrNull(2));
}
