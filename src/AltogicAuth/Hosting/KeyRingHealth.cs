using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace AltogicAuth.Hosting;

/// <summary>
/// Whether cookies can be encrypted and read. Degraded, which is still ready, where no new key could be kept: visitors notice
/// nothing until the one in use is due to be replaced.
/// </summary>
public sealed class KeyRingHealth(IDataProtectionProvider protection, KeysDirectory keys) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(Check());

    private HealthCheckResult Check()
    {
        try
        {
            var protector = protection.CreateProtector("healthz");
            if (protector.Unprotect(protector.Protect("ok")) != "ok")
            {
                return HealthCheckResult.Unhealthy();
            }
        }
        catch (Exception failure)
        {
            return HealthCheckResult.Unhealthy(exception: failure);
        }

        return keys.FindProblem() is { } problem ? HealthCheckResult.Degraded(problem) : HealthCheckResult.Healthy();
    }
}
