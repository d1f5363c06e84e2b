using AltogicAuth.Backend.Data;

namespace AltogicAuth.Backend.Messaging;

/// <summary>A way to deliver the messages of the outbox that are for it.</summary>
internal interface IMessageChannel
{
    /// <summary>One of <see cref="MessageChannels"/>.</summary>
    string Name { get; }

    /// <summary>Whether settings say how to deliver.</summary>
    bool IsConfigured { get; }

    /// <summary>How long a message waits after each failed attempt but the last.</summary>
    IReadOnlyList<TimeSpan> Delays { get; }

    /// <summary>A connection for several messages. It is opened for the first one.</summary>
    IMessageConnection Connect();

    /// <summary>Measures an attempt, by its result.</summary>
    void Measure(string result);
}

internal interface IMessageConnection : IAsyncDisposable
{
    /// <summary>False where the other side is not there for another message.</summary>
    bool IsOpen { get; }

    /// <exception cref="MessageNotSentException">The other side rejected the message, or could not be reached.</exception>
    Task SendAsync(OutboxRecord message);
}

/// <summary>The names of the channels.</summary>
internal static class MessageChannels
{
    public const string Mail = "mail";
    public const string Sms = "sms";

    public static readonly IReadOnlyList<string> All = [Mail, Sms];

    /// <summary>One message of a channel, for the log.</summary>
    public static string One(string channel) => channel == Sms ? "An SMS" : "A mail";
}
