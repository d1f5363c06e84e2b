using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace AltogicAuth.Hosting;

/// <summary><c>/healthz/live</c>: the process responds. <c>/healthz/ready</c>: it can do its work, and is not shutting down.</summary>
public static class HealthSetup
{
    private const string Ready = "ready";

    /// <summary>How long requests under way may take once the drain is over.</summary>
    private static readonly TimeSpan ToFinish = TimeSpan.FromSeconds(30);

    public static void AddHealth(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<Draining>();
        builder.Services.AddHostedService(services => services.GetRequiredService<Draining>());
        builder.Services.AddOptions<ShutdownOptions>().BindConfiguration(ShutdownOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddOptions<HostOptions>()
            .Configure<IOptions<ShutdownOptions>>((host, shutdown) => host.ShutdownTimeout = shutdown.Value.Drain + ToFinish);
        builder.Services.AddHealthChecks()
            .AddCheck<Draining>("draining", tags: [Ready])
            .AddCached<BackendHealth>("backend")
            .AddCached<KeyRingHealth>("key-ring");
    }

    public static void MapHealth(this WebApplication app)
    {
        app.MapHealthChecks("/healthz/live", new HealthCheckOptions { Predicate = _ => false }).WithDisplayName("Health: live");
        app.MapHealthChecks("/healthz/ready", new HealthCheckOptions { Predicate = check => check.Tags.Contains(Ready) }).WithDisplayName("Health: ready");
    }

    public static IHealthChecksBuilder AddCached<T>(this IHealthChecksBuilder checks, string name)
        where T : class, IHealthCheck
    {
        checks.Services.TryAddSingleton<T>();
        checks.Services.AddSingleton<CachedHealthCheck<T>>();
        return checks.AddCheck<CachedHealthCheck<T>>(name, tags: [Ready]);
    }

    /// <summary>Between the signal to stop and the stop, the app is not ready any more, and may still respond for a while.</summary>
    private sealed class Draining(IOptions<ShutdownOptions> shutdown) : IHealthCheck, IHostedLifecycleService
    {
        private volatile bool _isOn;

        public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
            Task.FromResult(_isOn ? HealthCheckResult.Unhealthy("draining") : HealthCheckResult.Healthy());

        public Task StoppingAsync(CancellationToken cancellationToken)
        {
            _isOn = true;
            return Task.Delay(shutdown.Value.Drain, CancellationToken.None);
        }

        public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
