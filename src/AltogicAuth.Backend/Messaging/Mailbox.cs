using AltogicAuth.Backend.Data;

namespace AltogicAuth.Backend.Messaging;

/// <summary>The newest thousand mails and SMS, where the mailbox is on.</summary>
internal sealed class Mailbox(BackendDatabase database, MessageCipher cipher)
{
    public const int Kept = 1_000;

    /// <summary>Newest first.</summary>
    public async Task<IReadOnlyList<MailboxMail>> AllAsync() =>
        [.. (await database.ReadAsync(c => MailTable.AllAsync(c, MessageChannels.Mail))).Select(Decrypt)];

    public async Task<MailboxMail?> FindAsync(long id) =>
        await database.ReadAsync(c => MailTable.FindAsync(c, MessageChannels.Mail, id)) is { } mail ? Decrypt(mail) : null;

    /// <summary>Newest first.</summary>
    public async Task<IReadOnlyList<InboxSms>> AllSmsAsync() =>
    [
        .. (await database.ReadAsync(c => MailTable.AllAsync(c, MessageChannels.Sms))).Select(record =>
        {
            var sms = cipher.Decrypt<RenderedSms>(record.Content);
            return new InboxSms(record.Recipient, record.Action, sms.Code, sms.Text, record.SentAt);
        }),
    ];

    private MailboxMail Decrypt(MailRecord mail)
    {
        var content = cipher.Decrypt<RenderedMail>(mail.Content);
        return new MailboxMail(mail.Id, mail.Recipient, content.Subject, mail.Action, content.Link, mail.SentAt, content.Html, content.Text);
    }
}
