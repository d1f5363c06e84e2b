using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Microsoft.Data.Sqlite;

namespace AltogicAuth.LocalBackend.Tables;

internal sealed class Sessions(BackendDatabase database, BackendClock clock)
{
    // Tokens are kept as they are: the list of sessions has to give them back.
    public const string Table = """
        create table if not exists sessions (
            token text primary key,
            user_id text not null references users on delete cascade,
            created_at text not null,
            user_agent text not null);
        create index if not exists sessions_of_user on sessions (user_id)
        """;

    private const string Columns = "select token, user_id, created_at, user_agent from sessions";

    public async Task<SessionRecord> CreateAsync(string userId, string? userAgent, CancellationToken cancellation = default)
    {
        var token = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        var session = new SessionRecord(token, userId, Ids.Time(clock.Now), UserAgents.Read(userAgent));
        await database.WriteAsync(
            c => c.Run("insert into sessions values ($token, $user, $at, $agent)",
                ("$token", token), ("$user", userId), ("$at", session.CreatedAt), ("$agent", session.UserAgent.ToJsonString())),
            cancellation);
        return session;
    }

    public SessionRecord? Find(string token) =>
        database.Read(c => c.Query($"{Columns} where token = $token", Read, ("$token", token)).SingleOrDefault());

    /// <summary>Newest first.</summary>
    public IReadOnlyList<SessionRecord> OfUser(string userId) =>
        database.Read(c => c.Query($"{Columns} where user_id = $user order by rowid desc", Read, ("$user", userId)));

    public Task EndAsync(string token) =>
        database.WriteAsync(c => { c.Run("delete from sessions where token = $token", ("$token", token)); });

    public Task EndAllAsync(string userId, string? except = null) => database.WriteAsync(c => EndAll(c, userId, except));

    public static void EndAll(SqliteConnection connection, string userId, string? except = null) =>
        connection.Run("delete from sessions where user_id = $user and token is not $except", ("$user", userId), ("$except", except));

    private static SessionRecord Read(SqliteDataReader row) =>
        new(row.GetString(0), row.GetString(1), row.GetString(2), JsonNode.Parse(row.GetString(3))!.AsObject());
}
