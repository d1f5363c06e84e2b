using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using AltogicAuth.Backend.Data;

namespace AltogicAuth.Backend.Accounts;

/// <summary>
/// The tokens that an opened link yields: <c>{link id}-{expiry, Unix seconds}-{MAC}</c>, of <c>[0-9a-z-]</c> only, so that
/// clients may send them unencoded. None is stored, so opening a link again costs nothing.
/// </summary>
internal sealed class AccessTokens(byte[] key)
{
    private const char Separator = '-';

    public string Create(LinkRecord link, DateTimeOffset expires)
    {
        var seconds = expires.ToUnixTimeSeconds();
        return string.Create(CultureInfo.InvariantCulture, $"{link.Id}{Separator}{seconds}{Separator}{Convert.ToHexStringLower(Mac(link, seconds))}");
    }

    /// <summary>The link that a token claims to be of; null when the text is no token.</summary>
    public static long? LinkIdOf(string token) => Number(token.Split(Separator)[0]);

    public bool IsValid(string token, LinkRecord link, DateTimeOffset now) =>
        token.Split(Separator) is [_, var expires, var mac] &&
        Number(expires) is { } seconds &&
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(mac), Encoding.UTF8.GetBytes(Convert.ToHexStringLower(Mac(link, seconds)))) &&
        seconds > now.ToUnixTimeSeconds();

    // The hash of the link's key is part of it: an id may come again after the database was lost.
    private byte[] Mac(LinkRecord link, long expires) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"{link.Hash} {expires}"));

    private static long? Number(string text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
