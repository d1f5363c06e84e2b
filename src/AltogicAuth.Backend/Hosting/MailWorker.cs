using System.Data.Common;
using AltogicAuth.Backend.Data;
using AltogicAuth.Backend.Messaging;

namespace AltogicAuth.Backend.Hosting;

/// <summary>
/// Sends mails as soon as this process queues them. Those of other nodes, and those that wait for another attempt, are found by looking
/// every ten seconds.
/// </summary>
internal sealed partial class MailWorker(
    Outbox outbox, MailDelivery delivery, TimeProvider time, BackendMetrics metrics, IOptions<BackendOptions> options,
    ILogger<MailWorker> logger) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!options.Value.Smtp.IsConfigured)
        {
            return;
        }

        await using var timer = time.CreateTimer(_ => outbox.Signal(), state: null, TimeSpan.Zero, Period);
        await foreach (var _ in outbox.SignalsAsync(stoppingToken))
        {
            try
            {
                await delivery.SendDueAsync(stoppingToken);
                await MeasureAsync();
            }
            catch (Exception failure) when (failure is DatabaseUnavailableException or DbException)
            {
                OutboxUnavailable(failure.Message);
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                // One mail must not end the delivery of all others. It is taken again after a while.
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

    [LoggerMessage(3024, LogLevel.Error, "Sending mails failed, and goes on")]
    private partial void DeliveryFailed(Exception failure);

    [LoggerMessage(3023, LogLevel.Warning, "Mails are not sent now, but will be later: {Reason}")]
    private partial void OutboxUnavailable(string reason);
}
