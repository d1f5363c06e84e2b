using System.Security.Cryptography;
using AltogicAuth.Backend.Data;
using MailKit.Net.Smtp;
using MimeKit;

namespace AltogicAuth.Backend.Messaging;

/// <summary>Sends the mails of the outbox. No transaction is open meanwhile.</summary>
internal sealed partial class MailDelivery(
    Outbox outbox, MailCipher cipher, BackendClock clock, TimeProvider time, Func<SmtpClient> newClient, IOptions<BackendOptions> options,
    BackendMetrics metrics, ILogger<MailDelivery> logger)
{
    /// <summary>How long a mail waits after each failed attempt but the last.</summary>
    private static readonly TimeSpan[] Delays = [TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(30), TimeSpan.FromMinutes(120)];

    private BackendOptions.SmtpSettings Smtp => options.Value.Smtp;

    /// <summary>Sends all mails that are due, over one connection. Where that breaks, the others wait for the next call.</summary>
    public async Task SendDueAsync(CancellationToken cancellation)
    {
        if (await outbox.TakeAsync() is not { } mail)
        {
            return;
        }

        await using var connection = new SmtpConnection(Smtp, newClient(), time);
        var next = mail;
        while (next is not null && await TrySendAsync(connection, next) && !cancellation.IsCancellationRequested)
        {
            next = await outbox.TakeAsync();
        }
    }

    /// <summary>False where the server is not there for another mail.</summary>
    private async Task<bool> TrySendAsync(SmtpConnection connection, OutboxRecord mail)
    {
        if (mail.ExpiresAt <= clock.Now)
        {
            await GiveUpAsync(mail, "the link expired");
            return true;
        }

        if (mail.Attempts > Delays.Length + 1)
        {
            await GiveUpAsync(mail, "the program ended at each attempt");
            return true;
        }

        try
        {
            await connection.SendAsync(MessageOf(mail));
        }
        catch (MailNotSentException failure) when (failure.IsPermanent)
        {
            await GiveUpAsync(mail, failure.Message);
            return true;
        }
        catch (MailNotSentException failure)
        {
            await RetryAsync(mail, failure.Message);
            return connection.IsOpen;
        }
        catch (Exception failure) when (failure is CryptographicException or FormatException)
        {
            await GiveUpAsync(mail, failure.GetType().Name);
            return true;
        }

        await outbox.DeleteAsync(mail);
        metrics.MailAttempted("sent");
        Sent(mail.Action, mail.Attempts);
        return true;
    }

    private async Task RetryAsync(OutboxRecord mail, string reason)
    {
        var until = mail.Attempts <= Delays.Length ? clock.Now + Delays[mail.Attempts - 1] : DateTimeOffset.MaxValue;
        if (until == DateTimeOffset.MaxValue || mail.ExpiresAt <= until)
        {
            await GiveUpAsync(mail, reason);
            return;
        }

        await outbox.DelayAsync(mail, until);
        metrics.MailAttempted("delayed");
        Delayed(mail.Action, until, reason);
    }

    private async Task GiveUpAsync(OutboxRecord mail, string reason)
    {
        await outbox.DeleteAsync(mail);
        metrics.MailAttempted("given-up");
        GivenUp(mail.Action, mail.Attempts, reason);
    }

    private MimeMessage MessageOf(OutboxRecord mail)
    {
        var content = cipher.Decrypt(mail.Content);
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

    [LoggerMessage(3020, LogLevel.Information, "A mail was sent: {Action}, attempt {Attempt}")]
    private partial void Sent(string action, int attempt);

    [LoggerMessage(3021, LogLevel.Warning, "A mail was not sent, and will be attempted again at {Time}: {Action}, {Reason}")]
    private partial void Delayed(string action, DateTimeOffset time, string reason);

    [LoggerMessage(3022, LogLevel.Error, "A mail is given up: {Action}, attempt {Attempt}, {Reason}")]
    private partial void GivenUp(string action, int attempt, string reason);
}
