using AltogicAuth.Backend.Data;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace AltogicAuth.Backend.Hosting;

/// <summary>Degraded, but ready, while little disk space is left for data or temporary files: there is still time to act.</summary>
internal sealed class DiskSpaceHealth(BackendDatabase database, IOptions<BackendOptions> options) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        string[] directories = [database.Directory, Path.GetTempPath()];
        var full = directories.FirstOrDefault(directory => Directory.Exists(directory) && new DriveInfo(directory).AvailableFreeSpace < options.Value.MinFreeDiskBytes);
        return Task.FromResult(full is null ? HealthCheckResult.Healthy() : HealthCheckResult.Degraded($"Little disk space is left for {full}."));
    }
}
