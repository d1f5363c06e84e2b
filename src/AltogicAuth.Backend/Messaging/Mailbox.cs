using AltogicAuth.Backend.Data;

namespace AltogicAuth.Backend.Messaging;

/// <summary>Mails that stay in the database, where the mailbox shows them: the newest thousand.</summary>
internal sealed class Mailbox(BackendDatabase database, BackendClock clock)
{
    private const int Kept = 1_000;

    public async Task AddAsync(DataConnection connection, string to, string action, string link, RenderedMail mail)
    {
        await MailTable.InsertAsync(connection, new MailRecord(0, to, mail.Subject, action, link, clock.Now, mail.Html, mail.Text));
        await MailTable.KeepNewestAsync(connection, Kept);
    }

    /// <summary>Newest first.</summary>
    public Task<IReadOnlyList<MailRecord>> AllAsync() => database.ReadAsync(MailTable.AllAsync);

    public Task<MailRecord?> FindAsync(long id) => database.ReadAsync(c => MailTable.FindAsync(c, id));
}
