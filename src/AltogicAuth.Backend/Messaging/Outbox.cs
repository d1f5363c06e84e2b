using System.Security.Cryptography;
using System.Threading.Channels;
using AltogicAuth.Backend.Data;

namespace AltogicAuth.Backend.Messaging;

/// <summary>How many mails wait to be sent, and for how long the oldest has waited.</summary>
internal sealed record OutboxBacklog(long Count, TimeSpan OldestAge);

/// <summary>
/// Mails are queued in the transaction that they belong to, and sent after it: a mail is sent if, and only if, the transaction was
/// committed. The mailbox gets a copy.
/// </summary>
internal sealed partial class Outbox(
    BackendDatabase database, MailCipher cipher, BackendClock clock, IOptions<BackendOptions> options, ILogger<Outbox> logger)
{
    private const int MessageIdBytes = 16;

    // Longer than sending one mail may take: a mail that is taken again was left by a node that ended in between.
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(5);

    private readonly Channel<bool> _signal = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    private BackendOptions.SmtpSettings Smtp => options.Value.Smtp;

    /// <summary>Adds a mail to a transaction.</summary>
    public async Task AddAsync(DataConnection connection, string to, string action, RenderedMail mail, long? linkId = null)
    {
        var content = cipher.Encrypt(mail);
        var now = clock.Now;
        if (Smtp.IsConfigured)
        {
            var messageId = $"{RandomNumberGenerator.GetHexString(2 * MessageIdBytes, lowercase: true)}@{Smtp.Sender!.Domain}";
            await OutboxTable.InsertAsync(connection, messageId, linkId, to, action, content, now);
        }

        if (options.Value.Mailbox == true)
        {
            await Mailbox.AddAsync(connection, to, action, content, now);
        }

        connection.AfterCommit(() =>
        {
            Queued(action);
            Signal();
        });
    }

    /// <summary>Wakes the worker of this process.</summary>
    public void Signal() => _signal.Writer.TryWrite(true);

    /// <summary>Each element is a reason to look for mails that are due.</summary>
    public IAsyncEnumerable<bool> SignalsAsync(CancellationToken cancellation) => _signal.Reader.ReadAllAsync(cancellation);

    /// <summary>Takes a mail that is due, which this node then has to send, to delay or to delete.</summary>
    public Task<OutboxRecord?> TakeAsync() => database.WriteAsync(c => OutboxTable.TakeAsync(c, clock.Now, clock.Now + Lease));

    public Task DelayAsync(OutboxRecord mail, DateTimeOffset until) => database.WriteAsync(c => OutboxTable.DelayAsync(c, mail, until));

    public Task DeleteAsync(OutboxRecord mail) => database.WriteAsync(c => OutboxTable.DeleteAsync(c, mail.Id));

    public async Task<OutboxBacklog> BacklogAsync()
    {
        var (count, oldest) = await database.ReadAsync(OutboxTable.BacklogAsync);
        return new OutboxBacklog(count, oldest is { } time ? clock.Now - time : TimeSpan.Zero);
    }

    [LoggerMessage(3002, LogLevel.Information, "A mail was queued: {Action}")]
    private partial void Queued(string action);
}
