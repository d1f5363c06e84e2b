using AltogicAuth.Backend.Data;

namespace AltogicAuth.Backend.Messaging;

/// <summary>SMS go to the provider.</summary>
internal sealed class SmsChannel(MessageCipher cipher, Twilio twilio, IOptions<BackendOptions> options, BackendMetrics metrics) : IMessageChannel
{
    public string Name => MessageChannels.Sms;

    public bool IsConfigured => options.Value.Sms.IsConfigured;

    /// <summary>Shorter than those of mails: a code lives for minutes.</summary>
    public IReadOnlyList<TimeSpan> Delays { get; } = [TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(2)];

    public IMessageConnection Connect() => new Connection(cipher, twilio);

    public void Measure(string result) => metrics.SmsAttempted(result);

    private sealed class Connection(MessageCipher cipher, Twilio twilio) : IMessageConnection
    {
        public bool IsOpen => false;

        public Task SendAsync(OutboxRecord message) => twilio.SendAsync(message.Recipient, cipher.Decrypt<RenderedSms>(message.Content).Text);

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
