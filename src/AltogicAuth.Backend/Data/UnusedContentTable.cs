namespace AltogicAuth.Backend.Data;

/// <summary>
/// Contents that no file refers to, with the time of their deletion. An upload adds its content before it writes it; triggers add those
/// of deleted and replaced files.
/// </summary>
internal static class UnusedContentTable
{
    public static Task InsertAsync(DataConnection connection, string id, DateTimeOffset deleteAt) => connection.ExecuteAsync(
        "insert into unused_contents (id, delete_at) values (@id, @deleteAt)", new { id, deleteAt = deleteAt.ToUnixTimeMilliseconds() });

    /// <summary>False when the content is about to be deleted, or is gone.</summary>
    public static async Task<bool> TryRemoveAsync(DataConnection connection, string id, DateTimeOffset notDeletedBefore) => await connection.ExecuteAsync(
        "delete from unused_contents where id = @id and delete_at > @notDeletedBefore",
        new { id, notDeletedBefore = notDeletedBefore.ToUnixTimeMilliseconds() }) == 1;

    /// <summary>Some of those whose time has come.</summary>
    public static Task<IReadOnlyList<string>> DueAsync(DataConnection connection, DateTimeOffset now, int count) => connection.QueryAsync<string>(
        "select id from unused_contents where delete_at <= @now order by delete_at limit @count", new { now = now.ToUnixTimeMilliseconds(), count });

    public static Task SetTimeAsync(DataConnection connection, string id, DateTimeOffset deleteAt) => connection.ExecuteAsync(
        "update unused_contents set delete_at = @deleteAt where id = @id", new { id, deleteAt = deleteAt.ToUnixTimeMilliseconds() });

    public static Task DeleteAsync(DataConnection connection, string id) =>
        connection.ExecuteAsync("delete from unused_contents where id = @id", new { id });

    /// <summary>The ids that neither a file nor this table has.</summary>
    public static async Task<IReadOnlyList<string>> OrphansAsync(DataConnection connection, IReadOnlyList<string> ids)
    {
        var known = await connection.QueryAsync<string>(
            $"""
            select content_id from files where {connection.Dialect.IsAnyOf("content_id", "@ids")}
            union select id from unused_contents where {connection.Dialect.IsAnyOf("id", "@ids")}
            """,
            new { ids = ids.ToArray() });
        return [.. ids.Except(known)];
    }
}
