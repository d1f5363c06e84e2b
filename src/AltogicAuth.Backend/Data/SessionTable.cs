using System.Text.Json.Nodes;

namespace AltogicAuth.Backend.Data;

internal static class SessionTable
{
    private const string Columns = """
        s.token_hash as TokenHash, s.token as EncryptedToken, s.user_id as UserId, s.created_at as CreatedAt, s.user_agent as UserAgent,
        s.last_used_at as LastUsedAt, s.client_address as ClientAddress
        """;

    private const string Insert = """
        insert into sessions (token_hash, token, user_id, created_at, user_agent, last_used_at, client_address)
        values (@TokenHash, @EncryptedToken, @UserId, @createdAt, @userAgent, @lastUsedAt, @ClientAddress);
        """;

    // By row, not by time: a clock set back must not make the new one the oldest.
    private const string KeepNewest = """
        delete from sessions where user_id = @UserId
            and number <= (select number from sessions where user_id = @UserId order by number desc limit 1 offset @maxSessions)
        """;

    public static async Task<SessionRecord?> FindAsync(DataConnection connection, byte[] tokenHash, DateTimeOffset createdAfter) =>
        (await connection.FindAsync<Row>(
            $"select {Columns} from sessions s where token_hash = @tokenHash and created_at > @createdAfter",
            new { tokenHash, createdAfter = createdAfter.ToUnixTimeMilliseconds() }))?.ToRecord();

    /// <summary>Newest first.</summary>
    public static async Task<IReadOnlyList<SessionRecord>> OfUserAsync(DataConnection connection, string userId, DateTimeOffset createdAfter) =>
    [
        .. (await connection.QueryAsync<Row>(
            $"select {Columns} from sessions s where user_id = @userId and created_at > @createdAfter order by number desc",
            new { userId, createdAfter = createdAfter.ToUnixTimeMilliseconds() })).Select(row => row.ToRecord()),
    ];

    /// <summary>Adds a session, and ends the oldest of the user where there would be too many.</summary>
    public static Task InsertAsync(DataConnection connection, SessionRecord session, int maxSessions) =>
        connection.ExecuteAsync($"{Insert} {KeepNewest}", Parameters(connection, session, maxSessions));

    /// <summary>
    /// The same for a sign-in by password, whose time is set too. False, and nothing is done, when the password that was verified is
    /// no longer the user's. One text with the security event, so that the database is reached once.
    /// </summary>
    public static async Task<bool> TryInsertAfterPasswordAsync(
        DataConnection connection, SessionRecord session, AuditRecord signIn, int maxSessions, string verifiedHash, string newHash)
    {
        var parameters = AuditTable.Parameters(signIn);
        parameters.AddDynamicParams(Parameters(connection, session, maxSessions));
        parameters.Add("verifiedHash", verifiedHash);
        parameters.Add("newHash", newHash);
        return await connection.FindAsync<long>(
            $"""
            update users set last_login_at = @createdAt where id = @UserId
                and exists (select 1 from sign_in_methods where user_id = @UserId and kind = 'password' and secret = @verifiedHash and not is_held);
            update sign_in_methods set secret = @newHash where user_id = @UserId and kind = 'password' and secret = @verifiedHash and not is_held;
            insert into sessions (token_hash, token, user_id, created_at, user_agent, last_used_at, client_address)
            select @TokenHash, @EncryptedToken, user_id, @createdAt, @userAgent, @lastUsedAt, @ClientAddress
            from sign_in_methods where user_id = @UserId and kind = 'password' and secret = @newHash and not is_held;
            {KeepNewest};
            {AuditTable.Insert} select {AuditTable.Values} where exists (select 1 from sessions where token_hash = @TokenHash);
            select count(*) from sessions where token_hash = @TokenHash
            """,
            parameters) == 1;
    }

    public static Task UpdateLastUseAsync(DataConnection connection, SessionRecord session) => connection.ExecuteAsync(
        "update sessions set last_used_at = @lastUsedAt, client_address = @ClientAddress where token_hash = @TokenHash",
        new { lastUsedAt = session.LastUsedAt.ToUnixTimeMilliseconds(), session.ClientAddress, session.TokenHash });

    /// <summary>Ends the sessions beyond a maximum. Reads all sessions.</summary>
    public static Task KeepNewestOfAllAsync(DataConnection connection, int maxSessions) => connection.ExecuteAsync(
        """
        delete from sessions where number in (
            select number from (select number, row_number() over (partition by user_id order by number desc) as place from sessions) ranked
            where place > @maxSessions)
        """,
        new { maxSessions });

    /// <summary>Deletes some of the sessions that have ended, and returns how many.</summary>
    public static Task<int> PurgeAsync(DataConnection connection, DateTimeOffset createdUntil, int count) => connection.ExecuteAsync(
        $"delete from sessions where {connection.Dialect.IsOneOf("number", "select number from sessions where created_at <= @createdUntil order by created_at limit @count")}",
        new { createdUntil = createdUntil.ToUnixTimeMilliseconds(), count });

    /// <summary>Ends one session of a user.</summary>
    public static Task EndAsync(DataConnection connection, AuditRecord ended, byte[] tokenHash) =>
        EndAsync(connection, ended, "user_id = @UserId and token_hash = @tokenHash", tokenHash);

    /// <summary>Ends the sessions of a user, apart from one.</summary>
    public static Task EndOthersAsync(DataConnection connection, AuditRecord ended, byte[] tokenHash) =>
        EndAsync(connection, ended, "user_id = @UserId and token_hash <> @tokenHash", tokenHash);

    /// <summary>Ends all sessions of a user.</summary>
    public static Task EndAllAsync(DataConnection connection, AuditRecord ended) => EndAsync(connection, ended, "user_id = @UserId", tokenHash: null);

    public static Task<int> DeleteOfUserAsync(DataConnection connection, string userId) =>
        connection.ExecuteAsync("delete from sessions where user_id = @userId", new { userId });

    // The event is recorded where a session is there to end.
    private static Task EndAsync(DataConnection connection, AuditRecord ended, string sessions, byte[]? tokenHash)
    {
        var parameters = AuditTable.Parameters(ended);
        parameters.Add("tokenHash", tokenHash);
        return connection.ExecuteAsync(
            $"""
            {AuditTable.Insert} select {AuditTable.Values} where exists (select 1 from sessions where {sessions});
            delete from sessions where {sessions}
            """,
            parameters);
    }

    private static object Parameters(DataConnection connection, SessionRecord session, int maxSessions) => new
    {
        session.TokenHash,
        session.EncryptedToken,
        session.UserId,
        createdAt = session.CreatedAt.ToUnixTimeMilliseconds(),
        userAgent = connection.Json(session.UserAgent),
        lastUsedAt = session.LastUsedAt.ToUnixTimeMilliseconds(),
        session.ClientAddress,
        maxSessions,
    };

    private sealed class Row
    {
        public required byte[] TokenHash { get; init; }

        public required byte[] EncryptedToken { get; init; }

        public required string UserId { get; init; }

        public long CreatedAt { get; init; }

        public required string UserAgent { get; init; }

        public long LastUsedAt { get; init; }

        public string? ClientAddress { get; init; }

        public SessionRecord ToRecord() => new(
            TokenHash, EncryptedToken, UserId, DateTimeOffset.FromUnixTimeMilliseconds(CreatedAt), JsonNode.Parse(UserAgent)!.AsObject(),
            DateTimeOffset.FromUnixTimeMilliseconds(LastUsedAt), ClientAddress);
    }
}
