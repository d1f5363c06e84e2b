namespace AltogicAuth.Backend.Data;

/// <summary>The mails that the mailbox shows.</summary>
internal static class MailTable
{
    private const string Select = "select id, recipient, action, content, sent_at as SentAt from mails";

    /// <summary>Newest first.</summary>
    public static async Task<IReadOnlyList<MailRecord>> AllAsync(DataConnection connection) =>
        [.. (await connection.QueryAsync<Row>($"{Select} order by id desc")).Select(row => row.ToRecord())];

    public static async Task<MailRecord?> FindAsync(DataConnection connection, long id) =>
        (await connection.FindAsync<Row>($"{Select} where id = @id", new { id }))?.ToRecord();

    /// <summary>Adds a mail, and deletes the oldest where there would be too many.</summary>
    public static Task InsertAsync(DataConnection connection, string recipient, string action, byte[] content, DateTimeOffset sentAt, int kept) =>
        connection.ExecuteAsync(
            """
            insert into mails (recipient, action, content, sent_at) values (@recipient, @action, @content, @sentAt);
            delete from mails where id <= (select max(id) from mails) - @kept
            """,
            new { recipient, action, content, sentAt = sentAt.ToUnixTimeMilliseconds(), kept });

    private sealed record Row(long Id, string Recipient, string Action, byte[] Content, long SentAt)
    {
        public MailRecord ToRecord() => new(Id, Recipient, Action, Content, DateTimeOffset.FromUnixTimeMilliseconds(SentAt));
    }
}
