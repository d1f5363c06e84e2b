using Altogic;
using AltogicAuth.RateLimits;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace AltogicAuth.Setup;

/// <summary>
/// <c>/healthz/live</c>: the process answers. <c>/healthz/ready</c>: it can do its work; off while it drains.
/// <see cref="HealthVerb"/> asks for the latter from outside.
/// </summary>
public static class HealthSetup
{
    private const string Ready = "ready";

    /// <summary>What requests under way have left once the drain is over.</summary>
    private static readonly TimeSpan ToFinish = TimeSpan.FromSeconds(30);

    public static void AddHealth(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<Draining>();
        builder.Services.AddHostedService(services => services.GetRequiredService<Draining>());
        builder.Services.AddOptions<ShutdownOptions>().BindConfiguration(ShutdownOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddOptions<HostOptions>()
            .Configure<IOptions<ShutdownOptions>>((host, shutdown) => host.ShutdownTimeout = shutdown.Value.Drain + ToFinish);
        builder.Services.AddSingleton<BackendHealth>();
        builder.Services.AddHealthChecks()
            .AddCheck<Draining>("draining", tags: [Ready])
            .AddCheck<BackendHealth>("backend", tags: [Ready])
            .AddCheck<KeyRingHealth>("key-ring", tags: [Ready]);
    }

    public static void MapHealth(this WebApplication app)
    {
        app.MapHealthChecks("/healthz/live", new HealthCheckOptions { Predicate = _ => false }).WithDisplayName("Health: live");
        app.MapHealthChecks("/healthz/ready", new HealthCheckOptions { Predicate = check => check.Tags.Contains(Ready) }).WithDisplayName("Health: ready");
    }

    // Anybody may ask for the health, so the backend is asked by one at a time, and its answer holds for a moment.
    private sealed class BackendHealth(AltogicClient altogic, TimeProvider time) : IHealthCheck, IDisposable
    {
        private static readonly TimeSpan Holds = TimeSpan.FromSeconds(2);
        private static readonly SessionToken Nobody = new("healthz");

        private readonly SemaphoreSlim _turn = new(1);
        private (HealthCheckResult Result, TimeSpan Until) _last;

        public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
        {
            await _turn.WaitAsync(cancellationToken);
            try
            {
                if (time.Monotonic() >= _last.Until)
                {
                    var result = await AskAsync(cancellationToken);
                    _last = (result, time.Monotonic() + Holds);
                }

                return _last.Result;
            }
            finally
            {
                _turn.Release();
            }
        }

        public void Dispose() => _turn.Dispose();

        // Only one answer will do: that nobody has this session. Any other refusal (a wrong client key) would meet each visitor too.
        private async Task<HealthCheckResult> AskAsync(CancellationToken cancellationToken)
        {
            try
            {
                var answer = await altogic.Auth.GetUserFromDbAsync(Nobody, cancellationToken);
                return HealthCheckResult.Unhealthy($"The backend does not say that there is no such session. {answer.Error?.Items[0]}");
            }
            catch (AltogicSessionException)
            {
                return HealthCheckResult.Healthy();
            }
            catch (AltogicUnavailableException outage)
            {
                return HealthCheckResult.Unhealthy(exception: outage);
            }
        }
    }

    private sealed class KeyRingHealth(IDataProtectionProvider protection) : IHealthCheck
    {
        public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
        {
            try
            {
                var protector = protection.CreateProtector("healthz");
                return Task.FromResult(protector.Unprotect(protector.Protect("ok")) == "ok" ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy());
            }
            catch (Exception failure)
            {
                return Task.FromResult(HealthCheckResult.Unhealthy(exception: failure));
            }
        }
    }

    /// <summary>Between the signal to stop and the stop: not ready any more, and, for a while if configured, still answering.</summary>
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
