namespace AltogicAuth.Backend.Data;

/// <param name="Id">Never used again for another message.</param>
/// <param name="MessageId">The same at each attempt, so that mail programs recognize a mail that was sent twice.</param>
/// <param name="Recipient">The address or the number it goes to.</param>
/// <param name="Action">What the message is about: the name of its template.</param>
/// <param name="Content">Encrypted.</param>
/// <param name="CreatedAt">When it was queued.</param>
/// <param name="ExpiresAt">When the link or the code in it expires; null where it has none.</param>
/// <param name="Attempts">With the current one.</param>
internal sealed record OutboxRecord(
    long Id, string MessageId, string Recipient, string Action, byte[] Content, DateTimeOffset CreatedAt, DateTimeOffset? ExpiresAt, int Attempts)
{
    public override string ToString() => $"Message({Id}, {Action})";
}

/// <summary>The link or the code that a message has in it. The message is deleted with it.</summary>
internal readonly record struct OutboxSecret(long? LinkId = null, long? CodeId = null);
