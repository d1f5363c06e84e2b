using AltogicAuth.Backend.Data;

namespace AltogicAuth.Backend.Messaging;

/// <summary>The newest thousand mails, where the mailbox is on.</summary>
internal sealed class Mailbox(BackendDatabase database, MailCipher cipher)
{
    private const int Kept = 1_000;

    public static Task AddAsync(DataConnection connection, string to, string action, byte[] content, DateTimeOffset now) =>
        MailTable.InsertAsync(connection, to, action, content, now, Kept);

    /// <summary>Newest first.</summary>
    public async Task<IReadOnlyList<MailboxMail>> AllAsync() => [.. (await database.ReadAsync(MailTable.AllAsync)).Select(Decrypt)];

    public async Task<MailboxMail?> FindAsync(long id) => await database.ReadAsync(c => MailTable.FindAsync(c, id)) is { } mail ? Decrypt(mail) : null;

    private MailboxMail Decrypt(MailRecord mail)
    {
        var content = cipher.Decrypt(mail.Content);
        return new MailboxMail(mail.Id, mail.Recipient, content.Subject, mail.Action, content.Link, mail.SentAt, content.Html, content.Text);
    }
}
