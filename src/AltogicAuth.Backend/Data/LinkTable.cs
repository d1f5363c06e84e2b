namespace AltogicAuth.Backend.Data;

internal static class LinkTable
{
    private const string Select = "select id, hash, user_id as UserId, action, email from links";

    public static Task<LinkRecord?> FindAsync(DataConnection connection, long id) =>
        connection.FindAsync<LinkRecord>($"{Select} where id = @id", new { id });

    public static Task<LinkRecord?> FindByHashAsync(DataConnection connection, string hash, DateTimeOffset expiresAfter) =>
        connection.FindAsync<LinkRecord>($"{Select} where hash = @hash and expires_at > @expiresAfter", new { hash, expiresAfter = expiresAfter.ToUnixTimeMilliseconds() });

    /// <summary>Returns the id of the link.</summary>
    public static Task<long> InsertAsync(DataConnection connection, string hash, string userId, string action, string? email, DateTimeOffset expiresAt) =>
        connection.FindAsync<long>(
            "insert into links (hash, user_id, action, email, expires_at) values (@hash, @userId, @action, @email, @expiresAt) returning id",
            new { hash, userId, action, email, expiresAt = expiresAt.ToUnixTimeMilliseconds() });

    /// <summary>False when a faster caller has deleted it.</summary>
    public static async Task<bool> DeleteAsync(DataConnection connection, long id) =>
        await connection.ExecuteAsync("delete from links where id = @id", new { id }) == 1;

    /// <summary>Deletes all links of a user, or those for one action.</summary>
    public static Task<int> DeleteOfUserAsync(DataConnection connection, string userId, string? action = null) => connection.ExecuteAsync(
        $"delete from links where user_id = @userId{(action is null ? "" : " and action = @action")}", new { userId, action });

    /// <summary>Deletes some of the links that expired before a time, and returns how many.</summary>
    public static Task<int> PurgeAsync(DataConnection connection, DateTimeOffset expiredUntil, int count) => connection.ExecuteAsync(
        $"delete from links where {connection.Dialect.IsOneOf("id", "select id from links where expires_at <= @expiredUntil order by expires_at limit @count")}",
        new { expiredUntil = expiredUntil.ToUnixTimeMilliseconds(), count });
}
