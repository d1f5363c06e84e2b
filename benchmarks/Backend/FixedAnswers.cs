using System.Globalization;
using System.Text.Json;

namespace AltogicAuth.Benchmarks.Backend;

/// <summary>
/// What the stand-in for Altogic responds: always the same user, with as many sessions as the token or the address
/// names (<c>sessions-100</c>).
/// </summary>
public static class FixedAnswers
{
    public const string Prefix = "/_api/rest/v1/";

    private const string UserId = "64f0c2a1b3d4e5f60718293a";

    private static readonly byte[] User = JsonSerializer.SerializeToUtf8Bytes(UserObject());
    private static readonly Dictionary<string, byte[]> SessionLists = [];
    private static readonly Lock Filling = new();

    public static ReadOnlyMemory<byte> For(string path, string? token)
    {
        if (path.EndsWith("auth/sessions", StringComparison.Ordinal))
        {
            return Sessions(token);
        }

        return path.EndsWith("auth/signin-email", StringComparison.Ordinal) ? Grant(token) : User;
    }

    public static string TokenFor(int sessions) => $"sessions-{sessions}-{new string('a', 40)}";

    private static byte[] Sessions(string? token)
    {
        lock (Filling)
        {
            if (!SessionLists.TryGetValue(token ?? "", out var list))
            {
                SessionLists[token ?? ""] = list = JsonSerializer.SerializeToUtf8Bytes(
                    Enumerable.Range(0, CountIn(token)).Select(number => Session(number == 0 && token is not null ? token : $"other-{number}-{new string('b', 40)}", number)));
            }

            return list;
        }
    }

    private static byte[] Grant(string? token) =>
        JsonSerializer.SerializeToUtf8Bytes(new { user = UserObject(), session = Session(token ?? TokenFor(1), 0) });

    private static int CountIn(string? token) => token?.Split('-') is ["sessions", var count, ..] ? int.Parse(count, CultureInfo.InvariantCulture) : 1;

    private static object UserObject() => new
    {
        _id = UserId,
        provider = "altogic",
        providerUserId = UserId,
        email = "ada@example.test",
        emailVerified = true,
        name = "Ada Lovelace",
        signUpAt = "2026-01-01T00:00:00.000Z",
        lastLoginAt = "2026-11-01T00:00:00.000Z",
        updatedAt = "2026-11-01T00:00:00.000Z",
    };

    private static object Session(string token, int number) => new
    {
        userId = UserId,
        token,
        creationDtm = new DateTime(2026, 11, 1, 12, 0, 0, DateTimeKind.Utc).AddMinutes(-number).ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture),
        accessGroupKeys = Array.Empty<string>(),
        userAgent = new
        {
            family = "Chrome",
            major = "130",
            minor = "0",
            patch = "0",
            device = new { family = "Other", major = "0", minor = "0", patch = "0" },
            os = new { family = "Windows", major = "10", minor = "0", patch = "0" },
        },
    };
}
