using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;
using AltogicAuth.Web;
using Microsoft.AspNetCore.DataProtection;

namespace AltogicAuth.RateLimiting;

/// <summary>An account that has logged in with a browser, by its hash; the browser's id for this account; and when that was written, in Unix milliseconds.</summary>
public sealed record DeviceCookie(
    [property: JsonPropertyName("a")] string AccountHash, [property: JsonPropertyName("i")] string Id, [property: JsonPropertyName("t")] long IssuedAt);

/// <summary>
/// Remembers in a cookie who has logged in with a browser: while strangers guess at an account and have to wait for it, its
/// owner's browser does not. A browser has one id per account, however often it logs in.
/// </summary>
/// <remarks>https://owasp.org/www-community/Slow_Down_Online_Guessing_Attacks_with_Device_Cookies</remarks>
public sealed class DeviceCookies(
    DeviceRevocations revocations, IDataProtectionProvider protection, AppCookieManager cookies, TimeProvider time)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(365);

    private const int MostAccounts = 3;

    private readonly ProtectedCookie<DeviceCookie[]> _cookie =
        new("device", Lifetime, SameSiteMode.Strict, protection, cookies, time);

    /// <summary>The browser's id, when the account has logged in with it since its password was last changed here.</summary>
    public string? Find(HttpContext http, string? account) =>
        !string.IsNullOrEmpty(account) && Read(http, HashOf(account)) is { } device && !revocations.IsRevoked(device) ? device.Id : null;

    /// <summary>From now on the account is known here.</summary>
    public void Issue(HttpContext http, string account)
    {
        var hash = HashOf(account);
        // Not the id of a revoked cookie: a copy of that one would share its limit once a restart forgets the revocation.
        var id = Find(http, account) ?? RandomNumberGenerator.GetHexString(32);
        var others = _cookie.Read(http)?.Where(other => other.AccountHash != hash) ?? [];
        // Written last: the same request may revoke what was issued before.
        http.Response.OnStarting(() =>
        {
            _cookie.Write(http, [new DeviceCookie(hash, id, revocations.NextIssue(hash)), .. others.Take(MostAccounts - 1)]);
            return Task.CompletedTask;
        });
    }

    /// <summary>The same, where the account has been known here before.</summary>
    public void Renew(HttpContext http, string account)
    {
        if (Read(http, HashOf(account)) is not null)
        {
            Issue(http, account);
        }
    }

    /// <summary>After a new password: what was issued before tells nobody apart from a stranger.</summary>
    public void Revoke(string account) => revocations.Revoke(HashOf(account));

    private DeviceCookie? Read(HttpContext http, string hash) => _cookie.Read(http)?.FirstOrDefault(device => device.AccountHash == hash);

    private static string HashOf(string account) =>
        Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes($"device-cookie:{account}")).AsSpan(0, 16));
}
