using System.Security.Cryptography;
using System.Threading.Channels;
using AltogicAuth.Backend.Data;

namespace AltogicAuth.Backend.Messaging;

/// <summary>How many messages wait to be sent, and for how long the oldest has waited.</summary>
internal sealed record OutboxBacklog(long Count, TimeSpan OldestAge);

/// <summary>
/// Mails and SMS are queued in the transaction that they belong to, and sent after it: a message is sent if, and only if, the
/// transaction was committed. The mailbox and the SMS inbox get copies.
/// </summary>
internal sealed partial class Outbox(
    BackendDatabase database, MessageCipher cipher, BackendClock clock, IOptions<BackendOptions> options, ILogger<Outbox> logger)
{
    private const int MessageIdBytes = 16;

    // Longer than sending one message may take: a message that is taken again was left by a node that ended in between.
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(5);

    private readonly Dictionary<string, Channel<bool>> _signals = MessageChannels.All.ToDictionary(
        channel => channel, _ => Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite }));

    private SmtpSettings Smtp => options.Value.Smtp;

    /// <summary>Adds a mail to a transaction.</summary>
    public Task AddMailAsync(DataConnection connection, string to, string action, RenderedMail mail, long? linkId = null) =>
        AddAsync(connection, MessageChannels.Mail, to, action, cipher.Encrypt(mail), new OutboxSecret(LinkId: linkId), Smtp.IsConfigured);

    /// <summary>Adds an SMS to a transaction.</summary>
    /// <param name="connection">The transaction.</param>
    /// <param name="to">The number.</param>
    /// <param name="action">What the code in it is for.</param>
    /// <param name="sms">The message.</param>
    /// <param name="codeId">The code in it.</param>
    /// <param name="isSent">False where only the inbox gets it.</param>
    public Task AddSmsAsync(DataConnection connection, string to, string action, RenderedSms sms, long codeId, bool isSent) =>
        AddAsync(connection, MessageChannels.Sms, to, action, cipher.Encrypt(sms), new OutboxSecret(CodeId: codeId), isSent);

    /// <summary>Wakes the worker of this process for a channel.</summary>
    public void Signal(string channel) => _signals[channel].Writer.TryWrite(true);

    /// <summary>Each element is a reason to look for messages of a channel that are due.</summary>
    public IAsyncEnumerable<bool> SignalsAsync(string channel, CancellationToken cancellation) => _signals[channel].Reader.ReadAllAsync(cancellation);

    /// <summary>Takes a message that is due, which this node then has to send, to delay or to delete.</summary>
    public Task<OutboxRecord?> TakeAsync(string channel) => database.WriteAsync(c => OutboxTable.TakeAsync(c, channel, clock.Now, clock.Now + Lease));

    public Task DelayAsync(OutboxRecord message, DateTimeOffset until) => database.WriteAsync(c => OutboxTable.DelayAsync(c, message, until));

    public Task DeleteAsync(OutboxRecord message) => database.WriteAsync(c => OutboxTable.DeleteAsync(c, message.Id));

    public async Task<OutboxBacklog> BacklogAsync()
    {
        var (count, oldest) = await database.ReadAsync(OutboxTable.BacklogAsync);
        return new OutboxBacklog(count, oldest is { } time ? clock.Now - time : TimeSpan.Zero);
    }

    private async Task AddAsync(DataConnection connection, string channel, string to, string action, byte[] content, OutboxSecret secret, bool isSent)
    {
        var now = clock.Now;
        if (isSent)
        {
            await OutboxTable.InsertAsync(connection, channel, NewMessageId(), secret, to, action, content, now);
        }

        if (options.Value.Mailbox == true)
        {
            await MailTable.InsertAsync(connection, channel, to, action, content, now, Mailbox.Kept);
        }

        connection.AfterCommit(() =>
        {
            Queued(MessageChannels.One(channel), action);
            Signal(channel);
        });
    }

    private string NewMessageId() => $"{RandomNumberGenerator.GetHexString(2 * MessageIdBytes, lowercase: true)}@{Smtp.Sender?.Domain ?? "sms.invalid"}";

    [LoggerMessage(3002, LogLevel.Information, "{Message} was queued: {Action}")]
    private partial void Queued(string message, string action);
}
