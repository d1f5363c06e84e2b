using AltogicAuth.Backend.Data;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace AltogicAuth.Backend.Hosting;

/// <summary>Degraded, but ready, while little disk space is left for data or temporary files: there is still time to act.</summary>
public sealed class DiskSpaceHealth : IHealthCheck
{
    private readonly BackendDatabase _database;
    private readonly IOptions<BackendOptions> _options;

    internal DiskSpaceHealth(BackendDatabase database, IOptions<BackendOptions> options) => (_database, _options) = (database, options);

    /// <inheritdoc />
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        string[] directories = [_database.Directory, Path.GetTempPath()];
        var full = directories.FirstOrDefault(directory => Directory.Exists(directory) && new DriveInfo(directory).AvailableFreeSpace < _options.Value.MinFreeDiskBytes);
        return Task.FromResult(full is null ? HealthCheckResult.Healthy() : HealthCheckResult.Degraded($"Little disk space is left for {full}."));
    }
}
