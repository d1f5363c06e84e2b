using System.Security.Cryptography;
using System.Text;
using Microsoft.Data.Sqlite;

namespace AltogicAuth.LocalBackend.Tables;

/// <summary>Single-use tokens. Only their hashes are kept, and whoever takes one first has it.</summary>
internal sealed class Tokens(BackendDatabase database, BackendClock clock)
{
    public const string Table = """
        create table if not exists tokens (
            hash text primary key,
            user_id text not null references users on delete cascade,
            kind text not null,
            action text not null,
            email text,
            expires_at text not null)
        """;

    private const string Alphabet = "0123456789abcdefghijklmnopqrstuvwxyz";
    private const int Length = 40; // 206 bits

    private const string Columns = "user_id, kind, action, email, expires_at";

    public async Task<string> CreateAsync(string userId, TokenKind kind, string action, TimeSpan lifetime, string? email = null)
    {
        var token = RandomNumberGenerator.GetString(Alphabet, Length);
        await database.WriteAsync(c =>
        {
            c.Run("delete from tokens where expires_at <= $now", ("$now", Ids.Time(clock.Now)));
            c.Run($"insert into tokens (hash, {Columns}) values ($hash, $user, $kind, $action, $email, $expires)",
                ("$hash", Hash(token)), ("$user", userId), ("$kind", kind.ToString()), ("$action", action), ("$email", email),
                ("$expires", Ids.Time(clock.Now + lifetime)));
        });
        return token;
    }

    /// <summary>Looks without using up; null when unknown or expired.</summary>
    public TokenRecord? Peek(string token, TokenKind kind) => Live(database.Read(c =>
        c.Query($"select {Columns} from tokens where hash = $hash and kind = $kind", Read,
            ("$hash", Hash(token)), ("$kind", kind.ToString())).SingleOrDefault()));

    /// <summary>Uses a token up; null when unknown, expired, or taken by somebody faster.</summary>
    public async Task<TokenRecord?> TakeAsync(string token, TokenKind kind) => Live(await database.WriteAsync(c =>
        c.Query($"delete from tokens where hash = $hash and kind = $kind returning {Columns}", Read,
            ("$hash", Hash(token)), ("$kind", kind.ToString())).SingleOrDefault()));

    public Task ExpireAllAsync() => database.WriteAsync(c => { c.Run("delete from tokens"); });

    private TokenRecord? Live(TokenRecord? token) => token?.Expires > clock.Now ? token : null;

    private static string Hash(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));

    private static TokenRecord Read(SqliteDataReader row) => new(
        row.GetString(0), Enum.Parse<TokenKind>(row.GetString(1)), row.GetString(2), row.TextOrNull(3), Ids.Time(row.GetString(4)));
}
