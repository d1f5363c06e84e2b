namespace AltogicAuth.Backend.Data;

/// <summary>Codes that were sent to phone numbers, and how many wrong ones a number got. Times are milliseconds since 1970.</summary>
internal static class CodeTable
{
    /// <summary>Adds a code, which replaces the former one of the same user and action, and returns its id. The user's row is locked.</summary>
    public static Task<long> ReplaceAsync(DataConnection connection, string phone, string userId, string action, byte[] hash, DateTimeOffset expiresAt) =>
        connection.FindAsync<long>(
            """
            delete from codes where user_id = @userId and action = @action;
            insert into codes (phone, user_id, action, hash, expires_at) values (@phone, @userId, @action, @hash, @expiresAt) returning id
            """,
            new { phone, userId, action, hash, expiresAt = expiresAt.ToUnixTimeMilliseconds() });

    /// <summary>The user of a live code for an action, who need not have the number; null when there is none.</summary>
    public static Task<string?> FindUserIdAsync(DataConnection connection, string phone, string action, DateTimeOffset now) =>
        connection.FindAsync<string>(
            "select user_id from codes where phone = @phone and action = @action and expires_at > @now order by id desc limit 1",
            new { phone, action, now = now.ToUnixTimeMilliseconds() });

    /// <summary>
    /// Counts an attempt at each live code of a number, and returns those that had attempts left. In the order of ids, so that no two
    /// transactions wait for each other.
    /// </summary>
    public static Task<IReadOnlyList<CodeRecord>> AttemptAsync(DataConnection connection, string phone, int maxAttempts, DateTimeOffset now) =>
        connection.QueryAsync<CodeRecord>(
            $"""
            update codes set attempts = attempts + 1 where attempts < @maxAttempts
                and {connection.Dialect.IsOneOf("id", $"select c.id from codes c where c.phone = @phone and c.expires_at > @now order by c.id{connection.Dialect.ForUpdate("c")}")}
            returning id, user_id as UserId, action, hash
            """,
            new { phone, maxAttempts, now = now.ToUnixTimeMilliseconds() });

    /// <summary>False when a faster caller has deleted it.</summary>
    public static async Task<bool> DeleteAsync(DataConnection connection, long id) =>
        await connection.ExecuteAsync("delete from codes where id = @id", new { id }) == 1;

    public static Task DeleteOfUserAsync(DataConnection connection, string userId, string? action = null) => connection.ExecuteAsync(
        $"delete from codes where user_id = @userId{(action is null ? "" : " and action = @action")}", new { userId, action });

    /// <summary>Deletes some of the codes that expired before a time, and returns how many.</summary>
    public static Task<int> PurgeAsync(DataConnection connection, DateTimeOffset expiredUntil, int count) => connection.ExecuteAsync(
        $"delete from codes where {connection.Dialect.IsOneOf("id", "select id from codes where expires_at <= @expiredUntil order by expires_at limit @count")}",
        new { expiredUntil = expiredUntil.ToUnixTimeMilliseconds(), count });

    /// <summary>Whether a number got as many wrong codes as it may, in a window that began after a time.</summary>
    public static async Task<bool> IsLockedAsync(DataConnection connection, string phone, int maxWrong, DateTimeOffset startedAfter) =>
        await connection.FindAsync<string>(
            "select phone from wrong_codes where phone = @phone and count >= @maxWrong and started_at > @startedAfter",
            new { phone, maxWrong, startedAfter = startedAfter.ToUnixTimeMilliseconds() }) is not null;

    /// <summary>Counts a wrong code of a number; false where it had as many as it may. One statement: concurrent ones count once each.</summary>
    public static async Task<bool> TryCountWrongAsync(DataConnection connection, string phone, int maxWrong, DateTimeOffset now, DateTimeOffset startedAfter) =>
        await connection.FindAsync<int?>(
            """
            insert into wrong_codes as w (phone, started_at, count) values (@phone, @now, 1)
            on conflict (phone) do update set
                started_at = case when w.started_at <= @startedAfter then @now else w.started_at end,
                count = case when w.started_at <= @startedAfter then 1 else w.count + 1 end
            where w.started_at <= @startedAfter or w.count < @maxWrong
            returning count
            """,
            new { phone, maxWrong, now = now.ToUnixTimeMilliseconds(), startedAfter = startedAfter.ToUnixTimeMilliseconds() }) is not null;

    /// <summary>The code that was counted turned out to be right.</summary>
    public static Task UncountWrongAsync(DataConnection connection, string phone) =>
        connection.ExecuteAsync("update wrong_codes set count = count - 1 where phone = @phone and count > 0", new { phone });

    /// <summary>Deletes some of the windows that began before a time, and returns how many.</summary>
    public static Task<int> PurgeWrongAsync(DataConnection connection, DateTimeOffset startedUntil, int count) => connection.ExecuteAsync(
        $"delete from wrong_codes where {connection.Dialect.IsOneOf("phone", "select phone from wrong_codes where started_at <= @startedUntil order by started_at limit @count")}",
        new { startedUntil = startedUntil.ToUnixTimeMilliseconds(), count });
}
