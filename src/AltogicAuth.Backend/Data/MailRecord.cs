namespace AltogicAuth.Backend.Data;

internal sealed record MailRecord(long Id, string To, string Subject, string Action, string Link, DateTimeOffset SentAt, string Html, string Text)
{
    public override string ToString() => $"Mail({Id}, {Action})";
}
