using System.Data.Common;
using AltogicAuth.Backend.Data;
using AltogicAuth.Backend.Messaging;

namespace AltogicAuth.Backend.Hosting;

/// <summary>
/// Sends mails and SMS as soon as this process queues them. Those of other nodes, and those that wait for another attempt, are found by
/// looking every ten seconds. A slow channel does not hold up the other.
/// </summary>
internal sealed partial class OutboxWorker(
    Outbox outbox, OutboxDelivery delivery, IEnumerable<IMessageChannel> channels, TimeProvider time, BackendMetrics metrics,
    ILogger<OutboxWorker> logger) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(10);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(channels.Where(channel => channel.IsConfigured).Select(channel => DeliverAsync(channel, stoppingToken)));

    private async Task DeliverAsync(IMessageChannel channel, CancellationToken stoppingToken)
    {
        await using var timer = time.CreateTimer(_ => outbox.Signal(channel.Name), state: null, TimeSpan.Zero, Period);
        await foreach (var _ in outbox.SignalsAsync(channel.Name, stoppingToken))
        {
            try
            {
                await delivery.SendDueAsync(channel, stoppingToken);
                await MeasureAsync();
            }
            catch (Exception failure) when (failure is DatabaseUnavailableException or DbException)
            {
                OutboxUnavailable(failure.Message);
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                // One message must not end the delivery of all others. It is taken again after a while.
                DeliveryFailed(failure);
            }
        }
    }

    private async Task MeasureAsync()
    {
        if (metrics.IsOutboxObserved)
        {
            var backlog = await outbox.BacklogAsync();
            metrics.OutboxMeasured(backlog.Count, backlog.OldestAge);
        }
    }

    [LoggerMessage(3024, LogLevel.Error, "Sending messages failed, and goes on")]
    private partial void DeliveryFailed(Exception failure);

    [LoggerMessage(3023, LogLevel.Warning, "Messages are not sent now, but will be later: {Reason}")]
    private partial void OutboxUnavailable(string reason);
}
