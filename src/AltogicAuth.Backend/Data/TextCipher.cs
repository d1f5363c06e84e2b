using System.Security.Cryptography;
using System.Text;

namespace AltogicAuth.Backend.Data;

/// <summary>Encrypts texts at rest with AES-256-GCM. Each purpose has a key of its own.</summary>
internal sealed class TextCipher(BackendKey key, string purpose)
{
    private const int NonceBytes = 12;
    private const int TagBytes = 16;

    private readonly Lazy<byte[]> _key = new(() => key.For(purpose));

    /// <summary>Nonce, tag and encrypted text.</summary>
    public byte[] Encrypt(string text)
    {
        var plain = Encoding.UTF8.GetBytes(text);
        var result = new byte[NonceBytes + TagBytes + plain.Length];
        RandomNumberGenerator.Fill(result.AsSpan(0, NonceBytes));
        using var cipher = NewCipher();
        cipher.Encrypt(result.AsSpan(0, NonceBytes), plain, result.AsSpan(NonceBytes + TagBytes), result.AsSpan(NonceBytes, TagBytes));
        return result;
    }

    /// <exception cref="AuthenticationTagMismatchException">It was encrypted with another key.</exception>
    public string Decrypt(byte[] encrypted)
    {
        var plain = new byte[encrypted.Length - NonceBytes - TagBytes];
        using var cipher = NewCipher();
        cipher.Decrypt(encrypted.AsSpan(0, NonceBytes), encrypted.AsSpan(NonceBytes + TagBytes), encrypted.AsSpan(NonceBytes, TagBytes), plain);
        return Encoding.UTF8.GetString(plain);
    }

    // One for each call: an instance is not for several threads.
    private AesGcm NewCipher() => new(_key.Value, TagBytes);
}
