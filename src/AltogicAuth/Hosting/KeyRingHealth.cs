using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace AltogicAuth.Hosting;

/// <summary>
/// Whether cookies can be encrypted. Degraded, which is still ready, where no new key could be stored: visitors notice nothing
/// until the current one is due to be replaced.
/// </summary>
public sealed class KeyRingHealth(IDataProtectionProvider protection, KeysDirectory keys) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        protection.CreateProtector("healthz").Protect("ok");
        return Task.FromResult(keys.FindProblem() is { } problem ? HealthCheckResult.Degraded(problem) : HealthCheckResult.Healthy());
    }
}
