using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace AltogicAuth.Backend.Data;

/// <summary>The tokens of sessions: random texts, found by their hash and encrypted at rest.</summary>
internal sealed class SessionTokens(BackendKey key)
{
    private const int TokenBytes = 32;

    private readonly TextCipher _cipher = new(key, "session tokens");

    public static string New() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(TokenBytes));

    /// <summary>A token has 256 random bits, so its hash needs no salt and no cost.</summary>
    public static byte[] Hash(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));

    public byte[] Encrypt(string token) => _cipher.Encrypt(token);

    public string Decrypt(byte[] encrypted) => _cipher.Decrypt(encrypted);
}
