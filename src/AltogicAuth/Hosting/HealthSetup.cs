using AltogicAuth.Backend;
using AltogicAuth.Backend.Hosting;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace AltogicAuth.Hosting;

/// <summary><c>/healthz/live</c>: the process responds. <c>/healthz/ready</c>: it can do its work, and is not shutting down.</summary>
public static class HealthSetup
{
    public static void AddHealth(this WebApplicationBuilder builder)
    {
        builder.Services.AddHealthChecks().AddDrain().AddCached<BackendHealth>("backend").AddCached<KeyRingHealth>("key-ring");
    }

    public static void MapHealth(this WebApplication app)
    {
        app.MapHealthChecks("/healthz/live", new HealthCheckOptions { Predicate = _ => false }).WithDisplayName("Health: live");
        app.MapHealthChecks("/healthz/ready").WithDisplayName("Health: ready");
    }

    /// <summary>Whether the backend responds and accepts the client key. An outage is an exception, which is unhealthy too.</summary>
    private sealed class BackendHealth(AltogicClient altogic) : IHealthCheck
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

    /// <summary>Whether cookies can be encrypted. Degraded, but ready, where no new key can be stored: the current key still works.</summary>
    private sealed class KeyRingHealth(IDataProtectionProvider protection, IOptions<KeyManagementOptions> options) : IHealthCheck
    {
        public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
        {
            protection.CreateProtector("healthz").Protect("ok");
            var problem = options.Value.XmlRepository is FileSystemXmlRepository keys ? WritableDirectory.FindProblem(keys.Directory.FullName) : null;
            return Task.FromResult(problem is null ? HealthCheckResult.Healthy() : HealthCheckResult.Degraded(problem));
        }
    }
}
