using System.Security.Cryptography;
using System.Text;
using Microsoft.Data.Sqlite;

namespace AltogicAuth.Backend.Tables;

/// <summary>
/// Mailed links. A link lives until it is exchanged or its time is up, however often it is opened: each opening yields an
/// access token that is computed and not kept. Of the link's own key only the hash is kept.
/// </summary>
internal sealed class Links(BackendDatabase database, BackendKey key, BackendClock clock, IOptions<BackendOptions> options)
{
    // Earlier databases have links and access tokens as rows of "tokens".
    public const string Table = """
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

    private const string Alphabet = "0123456789abcdefghijklmnopqrstuvwxyz";
    private const int KeyLength = 40; // 206 bits

    private const string Columns = "select id, hash, user_id, action, email from links";

    private readonly Lazy<AccessTokens> _accessTokens = new(() => new AccessTokens(key.For("access tokens")));

    /// <summary>Returns the key for the mailed link.</summary>
    public async Task<string> CreateAsync(string userId, string action, TimeSpan lifetime, string? email = null)
    {
        var linkKey = RandomNumberGenerator.GetString(Alphabet, KeyLength);
        await database.WriteAsync(c =>
        {
            // An access token may outlive its link, which is needed to exchange it.
            c.Run("delete from links where expires_at <= $past", ("$past", Ids.Time(clock.Now - options.Value.AccessTokenLifetime)));
            c.Run("insert into links (hash, user_id, action, email, expires_at) values ($hash, $user, $action, $email, $expires)",
                ("$hash", Hash(linkKey)), ("$user", userId), ("$action", action), ("$email", email),
                ("$expires", Ids.Time(clock.Now + lifetime)));
        });
        return linkKey;
    }

    /// <summary>The link that was mailed with this key; null when it is unknown, used or expired.</summary>
    public LinkRecord? FindByKey(string linkKey) => database.Read(c =>
        c.Query($"{Columns} where hash = $hash and expires_at > $now", Read, ("$hash", Hash(linkKey)), ("$now", Ids.Time(clock.Now))).SingleOrDefault());

    /// <summary>The link that yielded this access token; null when the link was used or the token is expired or forged.</summary>
    public LinkRecord? FindByAccessToken(string accessToken) =>
        AccessTokens.LinkIdOf(accessToken) is { } id &&
        database.Read(c => c.Query($"{Columns} where id = $id", Read, ("$id", id)).SingleOrDefault()) is { } link &&
        _accessTokens.Value.IsValid(accessToken, link, clock.Now)
            ? link
            : null;

    public string NewAccessToken(LinkRecord link) => _accessTokens.Value.Create(link, clock.Now + options.Value.AccessTokenLifetime);

    /// <summary>
    /// Uses up a link and all its access tokens, and has its effect, all or nothing. Null when the link was used by somebody faster.
    /// </summary>
    public Task<T?> ConsumeAsync<T>(LinkRecord link, Func<SqliteConnection, T?> apply)
        where T : class =>
        database.WriteAllAsync(c => c.Run("delete from links where id = $id", ("$id", link.Id)) == 1 ? apply(c) : null);

    /// <summary>Ends all links of a user with their access tokens, or those for one action.</summary>
    public static void End(SqliteConnection connection, string userId, string? action = null) => connection.Run(
        "delete from links where user_id = $user and action = coalesce($action, action)", ("$user", userId), ("$action", action));

    public Task EndAsync(string userId, string action) => database.WriteAsync(c => End(c, userId, action));

    public Task ExpireAllAsync() => database.WriteAsync(c => { c.Run("delete from links"); });

    private static string Hash(string linkKey) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(linkKey)));

    private static LinkRecord Read(SqliteDataReader row) =>
        new(row.GetInt64(0), row.GetString(1), row.GetString(2), row.GetString(3), row.TextOrNull(4));
}
