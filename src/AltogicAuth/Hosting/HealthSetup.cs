using AltogicAuth.Backend;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
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
        builder.Services.AddSingleton<Drain>();
        builder.Services.AddHostedService(services => services.GetRequiredService<Drain>());
        builder.Services.AddHealthChecks().AddCheck<Drain>("drain").AddCached<BackendHealth>("backend").AddCached<KeyRingHealth>("key-ring");
    }

    public static void MapHealth(this WebApplication app)
    {
        app.MapHealthChecks("/healthz/live", new HealthCheckOptions { Predicate = _ => false }).WithDisplayName("Health: live");
        app.MapHealthChecks("/healthz/ready").WithDisplayName("Health: ready");
    }

    public static IHealthChecksBuilder AddCached<T>(this IHealthChecksBuilder checks, string name)
        where T : class, IHealthCheck
    {
        checks.Services.TryAddSingleton<T>();
        checks.Services.AddSingleton<CachedHealth<T>>();
        return checks.AddCheck<CachedHealth<T>>(name);
    }

    /// <summary>Not ready from the signal to stop on. The host waits for the drain before it stops the server.</summary>
    private sealed class Drain(IOptions<ShutdownOptions> shutdown, TimeProvider time) : IHostedLifecycleService, IHealthCheck
    {
        private volatile bool _isStopping;

        public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
            Task.FromResult(_isStopping ? HealthCheckResult.Unhealthy() : HealthCheckResult.Healthy());

        public Task StoppingAsync(CancellationToken cancellationToken)
        {
            _isStopping = true;
            return Task.Delay(shutdown.Value.Drain, time, cancellationToken);
        }

        public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
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

    /// <summary>Anybody may request the health, so a check runs once at a time, and its result holds for two seconds.</summary>
    private sealed class CachedHealth<T>(T check, TimeProvider time) : IHealthCheck
        where T : IHealthCheck
    {
        private readonly Lock _lock = new();
        private Task<HealthCheckResult>? _last;
        private TimeSpan _expires;

        public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
        {
            lock (_lock)
            {
                if (_last is null || (_last.IsCompleted && time.Monotonic() >= _expires))
                {
                    _expires = time.Monotonic() + TimeSpan.FromSeconds(2);
                    // Others may wait for it too: no request cancels it.
                    _last = Task.Run(() => check.CheckHealthAsync(context, CancellationToken.None), CancellationToken.None);
                }

                return _last.WaitAsync(cancellationToken);
            }
        }
    }
}
