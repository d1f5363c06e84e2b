using System.Security.Cryptography;
using System.Text;
using AltogicAuth.Cookies;
using Microsoft.AspNetCore.DataProtection;

namespace AltogicAuth.RateLimits;

/// <summary>An account that has logged in with a browser, by its hash. The browser's id is for this account, and new at each login.</summary>
public sealed record KnownAccount(string Hash, string BrowserId);

/// <summary>
/// Remembers in a cookie who has logged in with a browser. While strangers guess at an account and everybody else has to
/// wait for it, its owner's browser does not.
/// </summary>
public sealed class KnownBrowsers(IDataProtectionProvider protection, AppCookieManager cookies, TimeProvider time)
{
    private const int MostAccounts = 5;

    private readonly ProtectedCookie<KnownAccount[]> _cookie =
        new("known", TimeSpan.FromDays(365), SameSiteMode.Strict, protection, cookies, time);

    /// <summary>The browser's id, when the account has logged in with it before.</summary>
    public string? Find(HttpContext http, string? account) => string.IsNullOrEmpty(account)
        ? null
        : _cookie.Read(http)?.FirstOrDefault(known => known.Hash == HashOf(account))?.BrowserId;

    public void Remember(HttpContext http, string account)
    {
        var known = new KnownAccount(HashOf(account), RandomNumberGenerator.GetHexString(32));
        var others = _cookie.Read(http)?.Where(other => other.Hash != known.Hash) ?? [];
        _cookie.Write(http, [known, .. others.Take(MostAccounts - 1)]);
    }

    private static string HashOf(string account) =>
        Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes($"known-browser:{account}")));
}
