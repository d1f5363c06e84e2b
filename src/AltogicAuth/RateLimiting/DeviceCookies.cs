using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;
using Microsoft.Extensions.Caching.Memory;

namespace AltogicAuth.RateLimiting;

/// <summary>While strangers guess at an account and have to wait, a browser that has signed in to it before does not.</summary>
/// <remarks>https://owasp.org/www-community/Slow_Down_Online_Guessing_Attacks_with_Device_Cookies</remarks>
public sealed class DeviceCookies(IMemoryCache revocations, AppCookieManager cookies, TimeProvider time)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(365);

    private const int MaxAccounts = 3;

    private readonly ProtectedCookie<DeviceCookie[]> _cookie = cookies.Protect<DeviceCookie[]>("device", Lifetime, SameSiteMode.Strict);

    /// <summary>The browser's id for the account, unless its password was changed here since.</summary>
    public string? Find(HttpContext http, string? account) =>
        !string.IsNullOrEmpty(account) && Read(http, HashOf(account)) is { } device && !IsRevoked(device) ? device.Id : null;

    /// <summary>Only renews: where the browser had a cookie for the account, revoked or not.</summary>
    public void Issue(HttpContext http, IEnumerable<string> accounts, bool renewOnly)
    {
        // Not the id of a revoked cookie: a copy of it would share this browser's limit after a restart, which forgets revocations.
        var issued = accounts
            .Select(account => (Hash: HashOf(account), Id: Find(http, account) ?? RandomNumberGenerator.GetHexString(32)))
            .Where(device => !renewOnly || Read(http, device.Hash) is not null)
            .ToList();
        if (issued.Count == 0)
        {
            return;
        }

        var others = _cookie.Read(http)?.Where(other => !issued.Exists(device => device.Hash == other.AccountHash)) ?? [];
        // Written last: the same request may revoke earlier cookies.
        http.Response.OnStarting(() =>
        {
            _cookie.Write(http, [.. issued.Select(device => new DeviceCookie(device.Hash, device.Id, NextIssue(device.Hash))).Concat(others).Take(MaxAccounts)]);
            return Task.CompletedTask;
        });
    }

    /// <summary>In all browsers, after a new password.</summary>
    public void Revoke(string account) => revocations.Set(RevocationOf(HashOf(account)), NextIssue(HashOf(account)), Lifetime);

    private bool IsRevoked(DeviceCookie device) => device.IssuedAt <= revocations.Get<long>(RevocationOf(device.AccountHash));

    // Now, but later than what is revoked.
    private long NextIssue(string accountHash) =>
        Math.Max(time.GetUtcNow().ToUnixTimeMilliseconds(), revocations.Get<long>(RevocationOf(accountHash)) + 1);

    private static string RevocationOf(string accountHash) => $"device-revocation:{accountHash}";

    private DeviceCookie? Read(HttpContext http, string hash) => _cookie.Read(http)?.FirstOrDefault(device => device.AccountHash == hash);

    private static string HashOf(string account) =>
        Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes($"device-cookie:{account}")).AsSpan(0, 16));

    // One account. The names are short because all cookies of a response share its header; the time is in Unix milliseconds.
    private sealed record DeviceCookie(
        [property: JsonPropertyName("a")] string AccountHash, [property: JsonPropertyName("i")] string Id, [property: JsonPropertyName("t")] long IssuedAt);
}
