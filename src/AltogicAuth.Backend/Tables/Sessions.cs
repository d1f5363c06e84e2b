using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Microsoft.Data.Sqlite;

namespace AltogicAuth.Backend.Tables;

/// <summary>
/// Sessions. Each ends when its lifetime is over, used or not, and a user's oldest ends where there would be too many. Rows
/// of ended ones go with the next sign-ins, and at the start.
/// </summary>
internal sealed class Sessions(BackendDatabase database, BackendClock clock, IOptions<BackendOptions> options)
{
    // Tokens are kept as they are: the list of sessions has to give them back.
    public const string Table = """
        create table if not exists sessions (
            token text primary key,
            user_id text not null references users on delete cascade,
            created_at text not null,
            user_agent text not null);
        create index if not exists sessions_of_user on sessions (user_id);
        create index if not exists sessions_by_age on sessions (created_at)
        """;

    private const int PurgedBySignIn = 100;
    private const int PurgedAtOnce = 1_000;

    private const string Columns = "select token, user_id, created_at, user_agent from sessions";

    public async Task<SessionRecord> CreateAsync(string userId, string? userAgent, CancellationToken cancellation = default)
    {
        var token = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        var session = new SessionRecord(token, userId, Ids.Time(clock.Now), UserAgents.Read(userAgent));
        await database.WriteAllAsync(
            c =>
            {
                Purge(c, PurgedBySignIn);
                c.Run("insert into sessions values ($token, $user, $at, $agent)",
                    ("$token", token), ("$user", userId), ("$at", session.CreatedAt), ("$agent", session.UserAgent.ToJsonString()));
                // By row, not by time: a clock set back must not make the new one the oldest.
                return c.Run(
                    "delete from sessions where rowid in (select rowid from sessions where user_id = $user order by rowid desc limit -1 offset $most)",
                    ("$user", userId), ("$most", options.Value.MaxSessionsPerUser));
            },
            cancellation);
        return session;
    }

    /// <summary>Deletes what has ended: by time, in steps that let others write between them, and what exceeds a lowered maximum.</summary>
    public async Task PurgeAsync()
    {
        while (await database.WriteAsync(c => Purge(c, PurgedAtOnce)) == PurgedAtOnce)
        {
        }

        await database.WriteAsync(c =>
        {
            c.Run(
                """
                delete from sessions where token in (
                    select token from (select token, row_number() over (partition by user_id order by rowid desc) as place from sessions)
                    where place > $most)
                """,
                ("$most", options.Value.MaxSessionsPerUser));
        });
    }

    public SessionRecord? Find(string token) => database.Read(c =>
        c.Query($"{Columns} where token = $token and created_at > $ended", Read, ("$token", token), ("$ended", EndedIfCreatedAt)).SingleOrDefault());

    /// <summary>Newest first.</summary>
    public IReadOnlyList<SessionRecord> OfUser(string userId) =>
        database.Read(c => c.Query(
            $"{Columns} where user_id = $user and created_at > $ended order by rowid desc", Read, ("$user", userId), ("$ended", EndedIfCreatedAt)));

    public Task EndAsync(string token) =>
        database.WriteAsync(c => { c.Run("delete from sessions where token = $token", ("$token", token)); });

    public Task EndAllAsync(string userId, string? except = null) => database.WriteAsync(c => EndAll(c, userId, except));

    public static void EndAll(SqliteConnection connection, string userId, string? except = null) =>
        connection.Run("delete from sessions where user_id = $user and token is not $except", ("$user", userId), ("$except", except));

    private string EndedIfCreatedAt => Ids.Time(clock.Now - options.Value.SessionLifetime);

    private int Purge(SqliteConnection connection, int most) => connection.Run(
        "delete from sessions where rowid in (select rowid from sessions where created_at <= $ended limit $most)",
        ("$ended", EndedIfCreatedAt), ("$most", most));

    private static SessionRecord Read(SqliteDataReader row) =>
        new(row.GetString(0), row.GetString(1), row.GetString(2), JsonNode.Parse(row.GetString(3))!.AsObject());
}
