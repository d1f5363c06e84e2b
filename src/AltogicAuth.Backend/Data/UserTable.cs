using System.Text.Json.Nodes;

namespace AltogicAuth.Backend.Data;

internal static class UserTable
{
    public const string Schema = """
        create table if not exists users (
            id text primary key,
            email text not null unique,
            password_hash text,
            fields text not null)
        """;

    private const string Select = "select id, fields, password_hash as PasswordHash from users";

    public static Task<UserRecord?> FindAsync(DataConnection connection, string id) => OneAsync(connection, "where id = @id", new { id });

    /// <summary>A user who kept another spelling when addresses were made canonical is found by exactly that one.</summary>
    public static Task<UserRecord?> FindByEmailAsync(DataConnection connection, EmailAddress email) => OneAsync(
        connection, "where email in (@canonical, @given) order by email = @given desc limit 1", new { canonical = email.Value, given = email.AsGiven });

    public static async Task<IReadOnlyList<UserRecord>> AllAsync(DataConnection connection) =>
        [.. (await connection.QueryAsync<Row>($"{Select} order by rowid")).Select(row => row.ToRecord())];

    /// <summary>False when the address is taken, also by a faster caller.</summary>
    public static async Task<bool> TryInsertAsync(DataConnection connection, UserRecord user) => await connection.ExecuteAsync(
        "insert into users (id, email, password_hash, fields) values (@id, @email, @hash, @fields) on conflict do nothing",
        new { id = user.Id, email = user.Email, hash = user.PasswordHash, fields = user.Fields.ToJsonString() }) == 1;

    /// <summary>Stores the fields, the address among them.</summary>
    public static Task UpdateAsync(DataConnection connection, UserRecord user) => connection.ExecuteAsync(
        "update users set fields = @fields, email = @email where id = @id", new { fields = user.Fields.ToJsonString(), email = user.Email, id = user.Id });

    public static Task SetPasswordAsync(DataConnection connection, string id, string? hash) =>
        connection.ExecuteAsync("update users set password_hash = @hash where id = @id", new { hash, id });

    /// <summary>Deletes the sessions, links and objects of the user as well.</summary>
    public static async Task<bool> DeleteAsync(DataConnection connection, string id) =>
        await connection.ExecuteAsync("delete from users where id = @id", new { id }) == 1;

    private static async Task<UserRecord?> OneAsync(DataConnection connection, string where, object parameters) =>
        (await connection.FindAsync<Row>($"{Select} {where}", parameters))?.ToRecord();

    private sealed record Row(string Id, string Fields, string? PasswordHash)
    {
        public UserRecord ToRecord() => new(Id, JsonNode.Parse(Fields)!.AsObject(), PasswordHash);
    }
}
