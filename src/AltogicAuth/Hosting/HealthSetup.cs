using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace AltogicAuth.Hosting;

/// <summary><c>/healthz/live</c>: the process responds. <c>/healthz/ready</c>: it can do its work, and is not shutting down.</summary>
public static class HealthSetup
{
    public static void AddHealth(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<ShutdownOptions>().BindConfiguration(ShutdownOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        // After the drain, requests under way have half a minute to finish.
        builder.Services.AddOptions<HostOptions>().Configure<IOptions<ShutdownOptions>>(
            (host, shutdown) => host.ShutdownTimeout = shutdown.Value.Drain + TimeSpan.FromSeconds(30));
        builder.Services.AddHealthChecks().AddCheck<DrainHealth>("drain").AddCached<BackendHealth>("backend").AddCached<KeyRingHealth>("key-ring");
    }

    public static void MapHealth(this WebApplication app)
    {
        app.MapHealthChecks("/healthz/live", new HealthCheckOptions { Predicate = _ => false }).WithDisplayName("Health: live");
        app.MapHealthChecks("/healthz/ready").WithDisplayName("Health: ready");
        // The host waits for this before it stops the server.
        var drain = app.Services.GetRequiredService<IOptions<ShutdownOptions>>().Value.Drain;
        app.Lifetime.ApplicationStopping.Register(() => Thread.Sleep(drain));
    }

    public static IHealthChecksBuilder AddCached<T>(this IHealthChecksBuilder checks, string name)
        where T : class, IHealthCheck
    {
        checks.Services.TryAddSingleton<T>();
        checks.Services.AddSingleton<CachedHealthCheck<T>>();
        return checks.AddCheck<CachedHealthCheck<T>>(name);
    }

    private sealed class DrainHealth(IHostApplicationLifetime lifetime) : IHealthCheck
    {
        public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
            Task.FromResult(new HealthCheckResult(lifetime.ApplicationStopping.IsCancellationRequested ? HealthStatus.Unhealthy : HealthStatus.Healthy));
    }
}
