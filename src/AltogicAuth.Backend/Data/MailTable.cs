namespace AltogicAuth.Backend.Data;

internal static class MailTable
{
    private const string Select = "select id, recipient, subject, action, link, sent_at as SentAt, html, plain from mails";

    /// <summary>Newest first.</summary>
    public static async Task<IReadOnlyList<MailRecord>> AllAsync(DataConnection connection) =>
        [.. (await connection.QueryAsync<Row>($"{Select} order by id desc")).Select(row => row.ToRecord())];

    public static async Task<MailRecord?> FindAsync(DataConnection connection, long id) =>
        (await connection.FindAsync<Row>($"{Select} where id = @id", new { id }))?.ToRecord();

    public static Task InsertAsync(DataConnection connection, MailRecord mail) => connection.ExecuteAsync(
        "insert into mails (recipient, subject, action, link, sent_at, html, plain) values (@To, @Subject, @Action, @Link, @sentAt, @Html, @Text)",
        new { mail.To, mail.Subject, mail.Action, mail.Link, sentAt = mail.SentAt.ToUnixTimeMilliseconds(), mail.Html, mail.Text });

    public static Task KeepNewestAsync(DataConnection connection, int count) =>
        connection.ExecuteAsync("delete from mails where id <= (select max(id) from mails) - @count", new { count });

    private sealed record Row(long Id, string Recipient, string Subject, string Action, string Link, long SentAt, string Html, string Plain)
    {
        public MailRecord ToRecord() => new(Id, Recipient, Subject, Action, Link, DateTimeOffset.FromUnixTimeMilliseconds(SentAt), Html, Plain);
    }
}
