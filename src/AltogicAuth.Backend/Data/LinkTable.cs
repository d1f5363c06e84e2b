namespace AltogicAuth.Backend.Data;

internal static class LinkTable
{
    // Earlier databases have links and access tokens as rows of "tokens".
    public const string Schema = """
        drop table if exists tokens;
        create table if not exists links (
            id integer primary key autoincrement,
            hash text not null unique,
            user_id text not null references users on delete cascade,
            action text not null,
            email text,
            expires_at text not null);
        create index if not exists links_of_user on links (user_id)
        """;

    private const string Select = "select id, hash, user_id as UserId, action, email from links";

    public static Task<LinkRecord?> FindAsync(DataConnection connection, long id) =>
        connection.FindAsync<LinkRecord>($"{Select} where id = @id", new { id });

    public static Task<LinkRecord?> FindByHashAsync(DataConnection connection, string hash, string expiresAfter) =>
        connection.FindAsync<LinkRecord>($"{Select} where hash = @hash and expires_at > @expiresAfter", new { hash, expiresAfter });

    public static Task InsertAsync(DataConnection connection, string hash, string userId, string action, string? email, string expiresAt) =>
        connection.ExecuteAsync(
            "insert into links (hash, user_id, action, email, expires_at) values (@hash, @userId, @action, @email, @expiresAt)",
            new { hash, userId, action, email, expiresAt });

    /// <summary>False when a faster caller has deleted it.</summary>
    public static async Task<bool> DeleteAsync(DataConnection connection, long id) =>
        await connection.ExecuteAsync("delete from links where id = @id", new { id }) == 1;

    /// <summary>Deletes all links of a user, or those for one action.</summary>
    public static Task<int> DeleteOfUserAsync(DataConnection connection, string userId, string? action = null) => connection.ExecuteAsync(
        "delete from links where user_id = @userId and action = coalesce(@action, action)", new { userId, action });

    public static Task<int> PurgeAsync(DataConnection connection, string expiredUntil) =>
        connection.ExecuteAsync("delete from links where expires_at <= @expiredUntil", new { expiredUntil });
}
