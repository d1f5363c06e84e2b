namespace AltogicAuth.Backend.Messaging;

/// <summary>An SMS as the inbox shows it.</summary>
internal sealed record InboxSms(string To, string Action, string Code, string Text, DateTimeOffset SentAt)
{
    public override string ToString() => $"Sms({Action})";
}
