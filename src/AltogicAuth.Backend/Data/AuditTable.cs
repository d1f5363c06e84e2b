using Dapper;

namespace AltogicAuth.Backend.Data;

internal static class AuditTable
{
    /// <summary>Begins an insert, with the columns in the order of <see cref="Values"/>.</summary>
    public const string Insert = "insert into audit (user_id, kind, happened_at, client_address, browser, system)";

    public const string Values = "@UserId, @Kind, @happenedAt, @ClientAddress, @Browser, @System";

    public static Task InsertAsync(DataConnection connection, AuditRecord record) =>
        connection.ExecuteAsync($"{Insert} values ({Values})", Parameters(record));

    /// <summary>The same, if the user exists, and deletes the oldest of this user and kind where there would be too many.</summary>
    public static Task InsertBoundedAsync(DataConnection connection, AuditRecord record, int maximum)
    {
        var parameters = Parameters(record);
        parameters.Add("maximum", maximum);
        return connection.ExecuteAsync(
            $"""
            {Insert} select {Values} where exists (select 1 from users where id = @UserId);
            delete from audit where user_id = @UserId and kind = @Kind
                and number <= (select number from audit where user_id = @UserId and kind = @Kind order by number desc limit 1 offset @maximum)
            """,
            parameters);
    }

    /// <summary>Whether the user has signed in, but never with this browser and system. Events that were deleted do not count.</summary>
    public static async Task<bool> IsNewBrowserAsync(DataConnection connection, AuditRecord signIn) => await connection.FindAsync<long?>(
        """
        select max(case when browser = @Browser and system = @System then 1 else 0 end) from audit
        where user_id = @UserId and kind in ('sign-up', 'sign-in', 'sign-in-by-link', 'sign-in-by-code', 'sign-in-by-provider')
        """,
        new { signIn.UserId, signIn.Browser, signIn.System }) == 0;

    /// <summary>Deletes some of the events until a time, and returns how many.</summary>
    public static Task<int> PurgeAsync(DataConnection connection, DateTimeOffset happenedUntil, int count) => connection.ExecuteAsync(
        $"delete from audit where {connection.Dialect.IsOneOf("number", "select number from audit where happened_at <= @happenedUntil order by happened_at limit @count")}",
        new { happenedUntil = happenedUntil.ToUnixTimeMilliseconds(), count });

    public static DynamicParameters Parameters(AuditRecord record) => new(new
    {
        record.UserId,
        record.Kind,
        happenedAt = record.HappenedAt.ToUnixTimeMilliseconds(),
        record.ClientAddress,
        record.Browser,
        record.System,
    });
}
