using System.Data.Common;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using AltogicAuth.Benchmarks.Macro;
using AltogicAuth.Tests.Shared;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace AltogicAuth.Benchmarks.OwnBackend;

/// <summary>
/// A database with users of the same password, each with a session of the token <c>token-N</c> and an object. The first user signs up
/// by the API; the others are copies of that one, made by SQL.
/// </summary>
public sealed class Population(string directory, bool isPostgreSql)
{
    public const string ApiKey = "benchmark-api-key";
    public const string First = "first@example.test";
    public const string Password = "correct horse battery";

    private const string Numbers = "with recursive n(i) as (select 1 union all select i + 1 from n where i < COUNT)";

    private static readonly string[] Copies =
    [
        $"""
        insert into users (id, email, email_verified, phone_verified, name, sign_up_at, last_login_at, fields)
        {Numbers} select 'u' || i, 'user' || i || '@example.test', true, false, 'Ada Lovelace', NOW, NOW, '{"{}"}' from n
        """,
        """
        insert into sign_in_methods (user_id, kind, identifier, secret, is_held)
        select id, 'password', id, (select secret from sign_in_methods where user_id not like 'u%' limit 1), false from users where id like 'u%'
        """,
        // Used in the future: the time of the last use is written every five minutes, and would be in some rounds only.
        $"""
        insert into sessions (token_hash, token, user_id, created_at, user_agent, last_used_at)
        {Numbers} select HASH, t.token, 'u' || i, NOW, t.user_agent, NOW + 86400000 from n, (select token, user_agent from sessions where number = 1) t
        """,
        $"""
        insert into objects (model, id, user_id, fields)
        {Numbers} select 'books', 'o' || i, 'u' || i, '{"{\"_id\":\"o\",\"title\":\"Diary\",\"createdAt\":\"2026-01-01T00:00:00.000Z\"}"}' from n
        """,
    ];

    private readonly string? _postgreSql = isPostgreSql ? PostgreSqlServer.Installed!.NewDatabase() : null;

    /// <summary>The settings of a backend on this database, apart from the cost of hashing.</summary>
    public IEnumerable<(string Key, string Value)> Settings =>
    [
        ("Backend:ClientKey", Stage.BackendClientKey),
        ("Backend:ApiKey", ApiKey),
        ("Backend:PublicUrl", "http://localhost/e:local"),
        ("Backend:Mailbox", "true"),
        ("Backend:EmailConfirmation", "false"),
        ("Backend:DataDirectory", directory),
        ("Logging:LogLevel:Default", "Error"),
        // With SQLite, attempts are counted in memory. A thousand users reach their limit in a minute.
        .. _postgreSql is null ? new (string, string)[] { ("Backend:RateLimits:Enabled", "false") } : new (string, string)[]
        {
            ("Backend:Database:Provider", "PostgreSql"),
            ("Backend:Database:ConnectionString", _postgreSql),
            ("Backend:Database:MigrateAtStart", "true"),
        },
    ];

    public (string Key, string Value) YardstickSetting => _postgreSql is null
        ? (BackendYardstick.SqliteSetting, Path.Combine(directory, "backend.db"))
        : (BackendYardstick.PostgreSqlSetting, _postgreSql);

    public async Task FillAsync(Server backend, int count)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/_api/rest/v1/auth/signup-email")
        {
            Headers = { { "X-Client-Key", Stage.BackendClientKey } },
            Content = JsonContent.Create(new { email = First, password = Password }),
        };
        using var response = await backend.Client.SendAsync(request);
        response.EnsureSuccessStatusCode();

        await using var connection = Connect();
        await connection.OpenAsync();
        // PostgreSQL does the same by itself, some minutes after so many rows are new.
        foreach (var copy in Copies.Append(isPostgreSql ? "vacuum analyze" : "analyze"))
        {
            await using var command = connection.CreateCommand();
            command.CommandTimeout = 0;
            command.CommandText = copy.Replace("COUNT", $"{count}").Replace("NOW", $"{DateTimeOffset.UtcNow.ToUnixTimeMilliseconds()}")
                .Replace("HASH", isPostgreSql ? "sha256(convert_to('token-' || i, 'UTF8'))" : "sha256('token-' || i)");
            await command.ExecuteNonQueryAsync();
        }
    }

    private DbConnection Connect()
    {
        if (isPostgreSql)
        {
            return new NpgsqlConnection($"{_postgreSql};Pooling=false");
        }

        var sqlite = new SqliteConnection($"Data Source={Path.Combine(directory, "backend.db")};Pooling=False");
        sqlite.CreateFunction("sha256", (string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text)), isDeterministic: true);
        return sqlite;
    }
}
