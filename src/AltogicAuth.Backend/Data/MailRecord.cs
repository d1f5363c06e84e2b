namespace AltogicAuth.Backend.Data;

/// <summary>A mail in the mailbox, or an SMS in its inbox. The content is encrypted.</summary>
internal sealed record MailRecord(long Id, string Recipient, string Action, byte[] Content, DateTimeOffset SentAt);
