using AltogicAuth.Backend.Data;
using MailKit.Net.Smtp;
using MimeKit;

namespace AltogicAuth.Backend.Messaging;

/// <summary>Mails go to the SMTP server.</summary>
internal sealed class MailChannel(
    MessageCipher cipher, TimeProvider time, Func<SmtpClient> newClient, IOptions<BackendOptions> options, BackendMetrics metrics) : IMessageChannel
{
    private SmtpSettings Smtp => options.Value.Smtp;

    public string Name => MessageChannels.Mail;

    public bool IsConfigured => Smtp.IsConfigured;

    public IReadOnlyList<TimeSpan> Delays { get; } = [TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(30), TimeSpan.FromMinutes(120)];

    public IMessageConnection Connect() => new Connection(this, new SmtpConnection(Smtp, newClient(), time));

    public void Measure(string result) => metrics.MailAttempted(result);

    private MimeMessage MessageOf(OutboxRecord mail)
    {
        var content = cipher.Decrypt<RenderedMail>(mail.Content);
        var message = new MimeMessage
        {
            Date = mail.CreatedAt,
            MessageId = mail.MessageId,
            Subject = content.Subject,
            Body = new BodyBuilder { TextBody = content.Text, HtmlBody = content.Html }.ToMessageBody(),
        };
        message.From.Add(new MailboxAddress(Smtp.FromName, Smtp.Sender!.Value));
        message.To.Add(new MailboxAddress(name: null, mail.Recipient));
        message.Headers.Add(HeaderId.AutoSubmitted, "auto-generated");
        return message;
    }

    private sealed class Connection(MailChannel channel, SmtpConnection smtp) : IMessageConnection
    {
        public bool IsOpen => smtp.IsOpen;

        public Task SendAsync(OutboxRecord message) => smtp.SendAsync(channel.MessageOf(message));

        public ValueTask DisposeAsync() => smtp.DisposeAsync();
    }
}
