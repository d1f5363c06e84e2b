using AltogicAuth.Backend;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace AltogicAuth.Hosting;

/// <summary>Whether cookies can be encrypted. Degraded, but ready, where no new key can be stored: the current key still works.</summary>
public sealed class KeyRingHealth(IDataProtectionProvider protection, IOptions<KeyManagementOptions> options) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        protection.CreateProtector("healthz").Protect("ok");
        var problem = options.Value.XmlRepository is FileSystemXmlRepository keys ? WritableDirectory.FindProblem(keys.Directory.FullName) : null;
        return Task.FromResult(problem is null ? HealthCheckResult.Healthy() : HealthCheckResult.Degraded(problem));
    }
}
