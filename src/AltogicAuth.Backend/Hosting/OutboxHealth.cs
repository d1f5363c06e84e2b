using AltogicAuth.Backend.Data;
using AltogicAuth.Backend.Messaging;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace AltogicAuth.Backend.Hosting;

/// <summary>Degraded, but ready, while a message waits to be sent for long: other nodes would not send it sooner.</summary>
internal sealed class OutboxHealth(Outbox outbox) : IHealthCheck
{
    // A mail that fails twice has waited for six minutes, and a third attempt may still succeed.
    private static readonly TimeSpan MaxAge = TimeSpan.FromMinutes(15);


    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            return (await outbox.BacklogAsync()).OldestAge > MaxAge ? HealthCheckResult.Degraded("A message waits to be sent for long.") : HealthCheckResult.Healthy();
        }
        catch (DatabaseUnavailableException failure)
        {
            return HealthCheckResult.Unhealthy(exception: failure);
        }
    }
}
