namespace AltogicAuth.Backend.Data;

/// <param name="Id">Never used again for another mail.</param>
/// <param name="MessageId">The same at each attempt, so that mail programs recognize a mail that was sent twice.</param>
/// <param name="Recipient">The address it goes to.</param>
/// <param name="Action">What the mail is about: the name of its template.</param>
/// <param name="Content">Encrypted.</param>
/// <param name="CreatedAt">When it was queued.</param>
/// <param name="ExpiresAt">When its link expires; null where it has no link.</param>
/// <param name="Attempts">With the current one.</param>
internal sealed record OutboxRecord(
    long Id, string MessageId, string Recipient, string Action, byte[] Content, DateTimeOffset CreatedAt, DateTimeOffset? ExpiresAt, int Attempts)
{
    public override string ToString() => $"Mail({Id}, {Action})";
}
