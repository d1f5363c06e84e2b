using System.Text.Json;
using AltogicAuth.Backend.Data;

namespace AltogicAuth.Backend.Messaging;

/// <summary>Encrypts mails at rest: the link in a mail signs its reader in.</summary>
internal sealed class MailCipher(BackendKey key)
{
    private readonly TextCipher _cipher = new(key, "mails");

    public byte[] Encrypt(RenderedMail mail) => _cipher.Encrypt(JsonSerializer.Serialize(mail));

    public RenderedMail Decrypt(byte[] content) => JsonSerializer.Deserialize<RenderedMail>(_cipher.Decrypt(content))!;
}
