using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace AltogicAuth.Hosting;

/// <summary>Whether the backend answers and takes the client key.</summary>
public sealed class BackendHealth(AltogicClient altogic) : IHealthCheck
{
    private static readonly SessionToken Nobody = new("healthz");

    // Only one answer will do: that nobody has this session. Any other refusal (a wrong client key) would meet each visitor too.
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            var answer = await altogic.Auth.GetUserFromDbAsync(Nobody, cancellationToken);
            return HealthCheckResult.Unhealthy($"The backend does not say that there is no such session. {answer.Error?.Items[0]}");
        }
        catch (AltogicSessionException)
        {
            return HealthCheckResult.Healthy();
        }
        catch (AltogicUnavailableException outage)
        {
            return HealthCheckResult.Unhealthy(exception: outage);
        }
    }
}
