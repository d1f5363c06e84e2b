using System.Data.Common;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace AltogicAuth.Benchmarks.OwnBackend;

/// <summary>
/// The least that Kestrel and the database's driver do for the same calls: the queries that the backend sends, and a response of the
/// same size. No routing, no keys, no checks of what a caller sends.
/// </summary>
public sealed class BackendYardstick : IAsyncDisposable
{
    public const string PostgreSqlSetting = "YARDSTICK_POSTGRESQL";
    public const string SqliteSetting = "YARDSTICK_SQLITE";

    private const string FindSession = """
        select s.token_hash, s.token, s.user_id, s.created_at, s.user_agent, s.last_used_at, s.client_address
        from sessions s where token_hash = @tokenHash and created_at > @createdAfter
        """;

    private const string SelectUser = """
        select u.id, u.email, u.email_verified, u.phone, u.phone_verified, u.name, u.profile_picture, u.sign_up_at, u.last_login_at, u.fields,
            p.secret, p.is_held, o.kind, o.identifier
        from users u left join sign_in_methods p on p.user_id = u.id and p.kind = 'password'
            left join sign_in_methods o on o.user_id = u.id and o.kind in ('google', 'facebook', 'twitter', 'apple', 'discord', 'github')
        """;

    private const string CountAttempts = """
        with counted0 as (
            insert into attempts as a (key, ends_at, count) select @key0, @end, 1
            on conflict (key) do update set
                ends_at = case when a.ends_at <= @now then @end else a.ends_at end,
                count = case when a.ends_at <= @now then 1 else a.count + 1 end
            where a.ends_at <= @now or a.count < 100000
            returning 1),
        counted1 as (
            insert into attempts as a (key, ends_at, count) select @key1, @end, 1 where exists (select 1 from counted0)
            on conflict (key) do update set
                ends_at = case when a.ends_at <= @now then @end else a.ends_at end,
                count = case when a.ends_at <= @now then 1 else a.count + 1 end
            where a.ends_at <= @now or a.count < 100000
            returning 1),
        counted2 as (
            insert into attempts as a (key, ends_at, count) select @key2, @end, 1 where exists (select 1 from counted1)
            on conflict (key) do update set
                ends_at = case when a.ends_at <= @now then @end else a.ends_at end,
                count = case when a.ends_at <= @now then 1 else a.count + 1 end
            where a.ends_at <= @now or a.count < 100000
            returning 1)
        select (select count(*) from counted0) + (select count(*) from counted1) + (select count(*) from counted2)
        """;

    private const string InsertSession = """
        update users set last_login_at = @createdAt where id = @userId
            and exists (select 1 from sign_in_methods where user_id = @userId and kind = 'password' and secret = @secret and not is_held);
        update sign_in_methods set secret = @secret where user_id = @userId and kind = 'password' and secret = @secret and not is_held;
        insert into sessions (token_hash, token, user_id, created_at, user_agent, last_used_at)
        select @tokenHash, @token, user_id, @createdAt, @userAgent, @createdAt
        from sign_in_methods where user_id = @userId and kind = 'password' and secret = @secret and not is_held;
        delete from sessions where user_id = @userId
            and number <= (select number from sessions where user_id = @userId order by number desc limit 1 offset 100);
        insert into audit (user_id, kind, happened_at, client_address, browser, system)
        select @userId, 'sign-in', @createdAt, '', 'Other', 'Other' where exists (select 1 from sessions where token_hash = @tokenHash);
        select count(*) from sessions where token_hash = @tokenHash
        """;

    private readonly DbDataSource _source;

    // SQLite has one writer at a time.
    private readonly SemaphoreSlim? _writer;

    private BackendYardstick()
    {
        if (Environment.GetEnvironmentVariable(PostgreSqlSetting) is { } postgreSql)
        {
            _source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(postgreSql) { MaxAutoPrepare = 100 });
        }
        else
        {
            var file = Environment.GetEnvironmentVariable(SqliteSetting)!;
            _source = SqliteFactory.Instance.CreateDataSource(new SqliteConnectionStringBuilder { DataSource = file, ForeignKeys = true }.ConnectionString);
            _writer = new SemaphoreSlim(1, 1);
        }
    }

    private static long Now => DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();

    public static async Task RunAsync(string port)
    {
        await using var yardstick = new BackendYardstick();
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls($"http://127.0.0.1:{port}");
        builder.Services.AddLogging();
        var app = builder.Build();
        app.Run(http => http.Request.Path.Value switch
        {
            "/_api/rest/v1/auth/user" => yardstick.UserAsync(http),
            "/_api/rest/v1/auth/signin-email" => yardstick.SignInAsync(http),
            _ => Task.CompletedTask,
        });
        await app.RunAsync();
    }

    public ValueTask DisposeAsync()
    {
        _writer?.Dispose();
        return _source.DisposeAsync();
    }

    private async Task UserAsync(HttpContext http)
    {
        var tokenHash = SHA256.HashData(Encoding.UTF8.GetBytes(http.Request.Headers["Session"].ToString()));
        var session = await FindAsync(FindSession, ("tokenHash", tokenHash), ("createdAfter", 0L));
        var user = await FindAsync($"{SelectUser} where u.id = @id", ("id", session[2]));
        await RespondAsync(http, user, token: null);
    }

    private async Task SignInAsync(HttpContext http)
    {
        using var body = await JsonDocument.ParseAsync(http.Request.Body);
        var (email, password) = (body.RootElement.GetProperty("email").GetString()!, body.RootElement.GetProperty("password").GetString()!);
        if (_writer is null)
        {
            var visitor = http.Request.Headers["X-Visitor-Address"].ToString();
            await FindAsync(
                CountAttempts, ("key0", $"address {visitor}"), ("key1", $"network {visitor}"), ("key2", $"account {email}"), ("now", Now), ("end", Now + 600_000));
        }

        var user = await FindAsync($"{SelectUser} where u.email in (@email, @email) order by u.email = @email desc limit 1", ("email", email));
        Rfc2898DeriveBytes.Pbkdf2(password, new byte[16], iterations: 1, HashAlgorithmName.SHA512, outputLength: 32);
        var token = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        var text = Encoding.UTF8.GetBytes(token);
        await WriteAsync(InsertSession, ("createdAt", Now), ("userId", user[0]), ("secret", user[10]), ("tokenHash", SHA256.HashData(text)), ("token", text), ("userAgent", "{}"));
        await RespondAsync(http, user, token);
    }

    private async Task<object[]> FindAsync(string sql, params (string Name, object Value)[] parameters)
    {
        await using var connection = await _source.OpenConnectionAsync();
        return await FirstRowAsync(connection, transaction: null, sql, parameters);
    }

    private async Task WriteAsync(string sql, params (string Name, object Value)[] parameters)
    {
        if (_writer is null)
        {
            await FindAsync(sql, parameters);
            return;
        }

        await _writer.WaitAsync();
        try
        {
            await using var connection = await _source.OpenConnectionAsync();
            await using var transaction = await connection.BeginTransactionAsync();
            await FirstRowAsync(connection, transaction, sql, parameters);
            await transaction.CommitAsync();
        }
        finally
        {
            _writer.Release();
        }
    }

    private static async Task<object[]> FirstRowAsync(DbConnection connection, DbTransaction? transaction, string sql, (string Name, object Value)[] parameters)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.Transaction = transaction;
        foreach (var (name, value) in parameters)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = name;
            parameter.Value = value;
            if (parameter is NpgsqlParameter json && name == "userAgent")
            {
                json.NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Jsonb;
            }

            command.Parameters.Add(parameter);
        }

        await using var reader = await command.ExecuteReaderAsync();
        await reader.ReadAsync();
        var row = new object[reader.FieldCount];
        reader.GetValues(row);
        return row;
    }

    private static async Task RespondAsync(HttpContext http, object[] user, string? token)
    {
        http.Response.ContentType = "application/json; charset=utf-8";
        await using var json = new Utf8JsonWriter(http.Response.BodyWriter);
        json.WriteStartObject();
        json.WriteString("_id", (string)user[0]);
        json.WriteString("provider", "altogic");
        json.WriteString("providerUserId", (string)user[0]);
        json.WriteString("email", (string)user[1]);
        json.WriteBoolean("emailVerified", Convert.ToBoolean(user[2], CultureInfo.InvariantCulture));
        json.WriteString("name", user[5] as string);
        json.WriteString("signUpAt", DateTimeOffset.FromUnixTimeMilliseconds((long)user[7]));
        json.WriteString("lastLoginAt", DateTimeOffset.FromUnixTimeMilliseconds((long)user[8]));
        if (token is not null)
        {
            json.WriteString("token", token);
        }

        json.WriteEndObject();
    }
}
