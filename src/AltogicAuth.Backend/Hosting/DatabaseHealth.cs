using AltogicAuth.Backend.Data;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace AltogicAuth.Backend.Hosting;

/// <summary>Whether the backend can write. With a full disk it can still read, but nobody can sign in.</summary>
public sealed class DatabaseHealth : IHealthCheck
{
    private readonly BackendDatabase _database;

    internal DatabaseHealth(BackendDatabase database) => _database = database;

    /// <inheritdoc />
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await _database.CheckWriteAsync();
            return HealthCheckResult.Healthy();
        }
        catch (DatabaseUnavailableException failure)
        {
            return HealthCheckResult.Unhealthy(exception: failure);
        }
    }
}
