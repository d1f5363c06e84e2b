using AltogicAuth.Backend.Data;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace AltogicAuth.Backend.Hosting;

/// <summary>Whether the backend can write. With a full disk it can still read, but no user can sign in.</summary>
internal sealed class DatabaseHealth(BackendDatabase database) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await database.CheckWriteAsync();
            return HealthCheckResult.Healthy();
        }
        catch (DatabaseUnavailableException failure)
        {
            return HealthCheckResult.Unhealthy(exception: failure);
        }
    }
}
