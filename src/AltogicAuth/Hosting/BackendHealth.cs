using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace AltogicAuth.Hosting;

/// <summary>Whether the backend responds and accepts the client key. An outage is an exception, which is unhealthy too.</summary>
public sealed class BackendHealth(AltogicClient altogic) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            var result = await altogic.Auth.GetUserFromDbAsync(new SessionToken("healthz"), cancellationToken);
            return HealthCheckResult.Unhealthy($"The backend does not say that there is no such session. {result.Error?.Items[0]}");
        }
        catch (AltogicSessionException)
        {
            return HealthCheckResult.Healthy();
        }
    }
}
