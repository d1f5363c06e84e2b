namespace AltogicAuth.Backend.Data;

/// <summary>The messages that the mailbox and the SMS inbox show.</summary>
internal static class MailTable
{
    private const string Select = "select id, recipient, action, content, sent_at as SentAt from mails";

    /// <summary>Newest first.</summary>
    public static async Task<IReadOnlyList<MailRecord>> AllAsync(DataConnection connection, string channel) =>
        [.. (await connection.QueryAsync<Row>($"{Select} where channel = @channel order by id desc", new { channel })).Select(row => row.ToRecord())];

    public static async Task<MailRecord?> FindAsync(DataConnection connection, string channel, long id) =>
        (await connection.FindAsync<Row>($"{Select} where id = @id and channel = @channel", new { id, channel }))?.ToRecord();

    /// <summary>Adds a message, and deletes the oldest where there would be too many.</summary>
    public static Task InsertAsync(DataConnection connection, string channel, string recipient, string action, byte[] content, DateTimeOffset sentAt, int kept) =>
        connection.ExecuteAsync(
            """
            insert into mails (channel, recipient, action, content, sent_at) values (@channel, @recipient, @action, @content, @sentAt);
            delete from mails where id <= (select max(id) from mails) - @kept
            """,
            new { channel, recipient, action, content, sentAt = sentAt.ToUnixTimeMilliseconds(), kept });

    private sealed record Row(long Id, string Recipient, string Action, byte[] Content, long SentAt)
    {
        public MailRecord ToRecord() => new(Id, Recipient, Action, Content, DateTimeOffset.FromUnixTimeMilliseconds(SentAt));
    }
}
