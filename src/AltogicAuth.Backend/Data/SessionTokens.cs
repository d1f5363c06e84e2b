using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace AltogicAuth.Backend.Data;

/// <summary>The tokens of sessions: random texts, found by their hash and encrypted at rest.</summary>
internal sealed class SessionTokens(BackendKey key)
{
    private const int TokenBytes = 32;
    private const int NonceBytes = 12;
    private const int TagBytes = 16;

    private readonly Lazy<byte[]> _key = new(() => key.For("session tokens"));

    public static string New() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(TokenBytes));

    /// <summary>A token has 256 random bits, so its hash needs no salt and no cost.</summary>
    public static byte[] Hash(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));

    /// <summary>Nonce, tag and encrypted text.</summary>
    public byte[] Encrypt(string token)
    {
        var plain = Encoding.UTF8.GetBytes(token);
        var result = new byte[NonceBytes + TagBytes + plain.Length];
        RandomNumberGenerator.Fill(result.AsSpan(0, NonceBytes));
        using var cipher = NewCipher();
        cipher.Encrypt(result.AsSpan(0, NonceBytes), plain, result.AsSpan(NonceBytes + TagBytes), result.AsSpan(NonceBytes, TagBytes));
        return result;
    }

    public string Decrypt(byte[] encrypted)
    {
        var plain = new byte[encrypted.Length - NonceBytes - TagBytes];
        using var cipher = NewCipher();
        cipher.Decrypt(encrypted.AsSpan(0, NonceBytes), encrypted.AsSpan(NonceBytes + TagBytes), encrypted.AsSpan(NonceBytes, TagBytes), plain);
        return Encoding.UTF8.GetString(plain);
    }

    // One for each call: an instance does not encrypt for two threads at once.
    private AesGcm NewCipher() => new(_key.Value, TagBytes);
}
