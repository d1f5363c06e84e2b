using System.Text.Json.Nodes;

namespace AltogicAuth.Backend.Data;

internal static class SessionTable
{
    // Tokens are stored as they are, because the list of sessions returns them.
    public const string Schema = """
        create table if not exists sessions (
            token text primary key,
            user_id text not null references users on delete cascade,
            created_at text not null,
            user_agent text not null,
            last_used_at text,
            client_address text);
        create index if not exists sessions_of_user on sessions (user_id);
        create index if not exists sessions_by_age on sessions (created_at)
        """;

    private const string Select = """
        select token, user_id as UserId, created_at as CreatedAt, user_agent as UserAgent, last_used_at as LastUsedAt, client_address as ClientAddress
        from sessions
        """;

    public static async Task<SessionRecord?> FindAsync(DataConnection connection, string token, string createdAfter) =>
        (await connection.FindAsync<Row>($"{Select} where token = @token and created_at > @createdAfter", new { token, createdAfter }))?.ToRecord();

    /// <summary>Newest first.</summary>
    public static async Task<IReadOnlyList<SessionRecord>> OfUserAsync(DataConnection connection, string userId, string createdAfter) =>
    [
        .. (await connection.QueryAsync<Row>(
            $"{Select} where user_id = @userId and created_at > @createdAfter order by rowid desc", new { userId, createdAfter })).Select(row => row.ToRecord()),
    ];

    public static Task InsertAsync(DataConnection connection, SessionRecord session) => connection.ExecuteAsync(
        """
        insert into sessions (token, user_id, created_at, user_agent, last_used_at, client_address)
        values (@Token, @UserId, @CreatedAt, @agent, @LastUsedAt, @ClientAddress)
        """,
        new { session.Token, session.UserId, session.CreatedAt, agent = session.UserAgent.ToJsonString(), session.LastUsedAt, session.ClientAddress });

    public static Task UpdateLastUseAsync(DataConnection connection, SessionRecord session) => connection.ExecuteAsync(
        "update sessions set last_used_at = @LastUsedAt, client_address = @ClientAddress where token = @Token",
        new { session.LastUsedAt, session.ClientAddress, session.Token });

    /// <summary>Keeps the newest sessions of a user. By row, not by time: a clock set back must not make the new one the oldest.</summary>
    public static Task KeepNewestAsync(DataConnection connection, string userId, int count) => connection.ExecuteAsync(
        "delete from sessions where rowid in (select rowid from sessions where user_id = @userId order by rowid desc limit -1 offset @count)",
        new { userId, count });

    /// <summary>The same for every user.</summary>
    public static Task KeepNewestAsync(DataConnection connection, int count) => connection.ExecuteAsync(
        """
        delete from sessions where token in (
            select token from (select token, row_number() over (partition by user_id order by rowid desc) as place from sessions)
            where place > @count)
        """,
        new { count });

    /// <summary>Deletes some of the sessions that have ended, and returns how many.</summary>
    public static Task<int> PurgeAsync(DataConnection connection, string createdUntil, int count) => connection.ExecuteAsync(
        "delete from sessions where rowid in (select rowid from sessions where created_at <= @createdUntil limit @count)", new { createdUntil, count });

    public static Task DeleteAsync(DataConnection connection, string token) =>
        connection.ExecuteAsync("delete from sessions where token = @token", new { token });

    public static Task<int> DeleteOfUserAsync(DataConnection connection, string userId, string? except = null) =>
        connection.ExecuteAsync("delete from sessions where user_id = @userId and (@except is null or token <> @except)", new { userId, except });

    /// <summary>Adds what a table of an earlier version lacks.</summary>
    public static async Task UpgradeAsync(DataConnection connection)
    {
        if (await connection.FindAsync<long>("select count(*) from pragma_table_info('sessions') where name = 'last_used_at'") == 0)
        {
            await connection.ExecuteAsync("alter table sessions add column last_used_at text; alter table sessions add column client_address text");
        }
    }

    private sealed record Row(string Token, string UserId, string CreatedAt, string UserAgent, string? LastUsedAt, string? ClientAddress)
    {
        public SessionRecord ToRecord() => new(Token, UserId, CreatedAt, JsonNode.Parse(UserAgent)!.AsObject(), LastUsedAt ?? CreatedAt, ClientAddress);
    }
}
