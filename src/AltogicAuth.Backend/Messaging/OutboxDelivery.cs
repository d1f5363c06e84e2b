using System.Security.Cryptography;
using AltogicAuth.Backend.Data;

namespace AltogicAuth.Backend.Messaging;

/// <summary>Sends the messages of the outbox. No transaction is open meanwhile.</summary>
internal sealed partial class OutboxDelivery(Outbox outbox, BackendClock clock, ILogger<OutboxDelivery> logger)
{
    /// <summary>Sends all messages of a channel that are due, over one connection. Where that breaks, the others wait for the next call.</summary>
    public async Task SendDueAsync(IMessageChannel channel, CancellationToken cancellation)
    {
        if (await outbox.TakeAsync(channel.Name) is not { } message)
        {
            return;
        }

        await using var connection = channel.Connect();
        var next = message;
        while (next is not null && await TrySendAsync(channel, connection, next) && !cancellation.IsCancellationRequested)
        {
            next = await outbox.TakeAsync(channel.Name);
        }
    }

    /// <summary>False where the other side is not there for another message.</summary>
    private async Task<bool> TrySendAsync(IMessageChannel channel, IMessageConnection connection, OutboxRecord message)
    {
        if (message.ExpiresAt <= clock.Now)
        {
            await GiveUpAsync(channel, message, channel.Name == MessageChannels.Sms ? "the code expired" : "the link expired");
            return true;
        }

        if (message.Attempts > channel.Delays.Count + 1)
        {
            await GiveUpAsync(channel, message, "the program ended at each attempt");
            return true;
        }

        try
        {
            await connection.SendAsync(message);
        }
        catch (MessageNotSentException failure) when (failure.IsPermanent)
        {
            await GiveUpAsync(channel, message, failure.Message);
            return true;
        }
        catch (MessageNotSentException failure)
        {
            await RetryAsync(channel, message, failure.Message);
            return connection.IsOpen;
        }
        catch (Exception failure) when (failure is CryptographicException or FormatException)
        {
            await GiveUpAsync(channel, message, failure.GetType().Name);
            return true;
        }

        await outbox.DeleteAsync(message);
        channel.Measure("sent");
        Sent(MessageChannels.One(channel.Name), message.Action, message.Attempts);
        return true;
    }

    private async Task RetryAsync(IMessageChannel channel, OutboxRecord message, string reason)
    {
        var until = message.Attempts <= channel.Delays.Count ? clock.Now + channel.Delays[message.Attempts - 1] : DateTimeOffset.MaxValue;
        if (until == DateTimeOffset.MaxValue || message.ExpiresAt <= until)
        {
            await GiveUpAsync(channel, message, reason);
            return;
        }

        await outbox.DelayAsync(message, until);
        channel.Measure("delayed");
        Delayed(MessageChannels.One(channel.Name), until, message.Action, reason);
    }

    private async Task GiveUpAsync(IMessageChannel channel, OutboxRecord message, string reason)
    {
        await outbox.DeleteAsync(message);
        channel.Measure("given-up");
        GivenUp(MessageChannels.One(channel.Name), message.Action, message.Attempts, reason);
    }

    [LoggerMessage(3020, LogLevel.Information, "{Message} was sent: {Action}, attempt {Attempt}")]
    private partial void Sent(string message, string action, int attempt);

    [LoggerMessage(3021, LogLevel.Warning, "{Message} was not sent, and will be attempted again at {Time}: {Action}, {Reason}")]
    private partial void Delayed(string message, DateTimeOffset time, string action, string reason);

    [LoggerMessage(3022, LogLevel.Error, "{Message} is given up: {Action}, attempt {Attempt}, {Reason}")]
    private partial void GivenUp(string message, string action, int attempt, string reason);
}
