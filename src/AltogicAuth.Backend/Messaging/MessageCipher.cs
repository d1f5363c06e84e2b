using System.Text.Json;
using AltogicAuth.Backend.Data;

namespace AltogicAuth.Backend.Messaging;

/// <summary>Encrypts mails and SMS at rest: the link or the code in one signs its reader in.</summary>
internal sealed class MessageCipher(BackendKey key)
{
    private readonly TextCipher _cipher = new(key, "mails");

    public byte[] Encrypt<T>(T message) => _cipher.Encrypt(JsonSerializer.Serialize(message));

    public T Decrypt<T>(byte[] content) => JsonSerializer.Deserialize<T>(_cipher.Decrypt(content))!;
}
