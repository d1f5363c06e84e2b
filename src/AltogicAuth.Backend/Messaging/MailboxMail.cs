namespace AltogicAuth.Backend.Messaging;

/// <summary>A mail as the mailbox shows it.</summary>
internal sealed record MailboxMail(long Id, string To, string Subject, string Action, string? Link, DateTimeOffset SentAt, string Html, string Text)
{
    public override string ToString() => $"Mail({Id}, {Action})";
}
