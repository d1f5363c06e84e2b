namespace AltogicAuth.Backend.Data;

/// <summary>The messages that wait to be sent: mails and SMS.</summary>
internal static class OutboxTable
{
    public static Task InsertAsync(
        DataConnection connection, string channel, string messageId, OutboxSecret secret, string recipient, string action, byte[] content, DateTimeOffset now) =>
        connection.ExecuteAsync(
            """
            insert into outbox (channel, message_id, link_id, code_id, recipient, action, content, created_at, due_at)
            values (@channel, @messageId, @LinkId, @CodeId, @recipient, @action, @content, @now, @now)
            """,
            new { channel, messageId, secret.LinkId, secret.CodeId, recipient, action, content, now = now.ToUnixTimeMilliseconds() });

    /// <summary>Takes the message of a channel that is due the longest. No other node takes it before a time, by which it has to be sent or delayed.</summary>
    public static async Task<OutboxRecord?> TakeAsync(DataConnection connection, string channel, DateTimeOffset now, DateTimeOffset takenUntil) =>
        (await connection.FindAsync<Row>(
            $"""
            update outbox set due_at = @takenUntil, attempts = attempts + 1
            where id = (select id from outbox where channel = @channel and due_at <= @now order by due_at, id limit 1{connection.Dialect.SkipLocked})
            returning id, message_id as MessageId, recipient, action, content, created_at as CreatedAt,
                coalesce((select expires_at from links where links.id = outbox.link_id), (select expires_at from codes where codes.id = outbox.code_id)) as ExpiresAt,
                attempts
            """,
            new { channel, now = now.ToUnixTimeMilliseconds(), takenUntil = takenUntil.ToUnixTimeMilliseconds() }))?.ToRecord();

    /// <summary>Nothing happens where another node has taken the message meanwhile.</summary>
    public static Task DelayAsync(DataConnection connection, OutboxRecord message, DateTimeOffset until) => connection.ExecuteAsync(
        "update outbox set due_at = @until where id = @Id and attempts = @Attempts", new { until = until.ToUnixTimeMilliseconds(), message.Id, message.Attempts });

    public static Task DeleteAsync(DataConnection connection, long id) => connection.ExecuteAsync("delete from outbox where id = @id", new { id });

    /// <summary>How many messages wait, and when the oldest was queued.</summary>
    public static async Task<(long Count, DateTimeOffset? Oldest)> BacklogAsync(DataConnection connection)
    {
        var backlog = (await connection.FindAsync<Backlog>("select count(*) as Count, min(created_at) as Oldest from outbox"))!;
        return (backlog.Count, TimeOf(backlog.Oldest));
    }

    private static DateTimeOffset? TimeOf(long? milliseconds) =>
        milliseconds is { } value ? DateTimeOffset.FromUnixTimeMilliseconds(value) : null;

    private sealed class Backlog
    {
        public long Count { get; init; }

        public long? Oldest { get; init; }
    }

    private sealed class Row
    {
        public long Id { get; init; }

        public required string MessageId { get; init; }

        public required string Recipient { get; init; }

        public required string Action { get; init; }

        public required byte[] Content { get; init; }

        public long CreatedAt { get; init; }

        public long? ExpiresAt { get; init; }

        public int Attempts { get; init; }

        public OutboxRecord ToRecord() =>
            new(Id, MessageId, Recipient, Action, Content, DateTimeOffset.FromUnixTimeMilliseconds(CreatedAt), TimeOf(ExpiresAt), Attempts);
    }
}
