using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace AltogicAuth.Hosting;

/// <summary>Whether the backend responds and accepts the client key.</summary>
public sealed class BackendHealth(AltogicClient altogic) : IHealthCheck
{
    private static readonly SessionToken Unknown = new("healthz");

    // The one good response is that there is no such session. Any other rejection, such as of the client key, would meet each visitor too.
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            var result = await altogic.Auth.GetUserFromDbAsync(Unknown, cancellationToken);
            return HealthCheckResult.Unhealthy($"The backend does not say that there is no such session. {result.Error?.Items[0]}");
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
