using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace AltogicAuth.Backend.Hosting;

/// <summary>What makes a program ready for requests, for the site and for the backend's server.</summary>
public static class Readiness
{
    private static readonly TimeSpan RequestsInProgress = TimeSpan.FromSeconds(30);

    /// <summary>Makes the program not ready for the time <c>Shutdown:Drain</c> before it stops.</summary>
    public static IHealthChecksBuilder AddDrain(this IHealthChecksBuilder checks)
    {
        var services = checks.Services;
        services.TryAddSingleton(TimeProvider.System);
        services.AddOptions<ShutdownOptions>().BindConfiguration(ShutdownOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        // After the drain, requests in progress have half a minute to finish.
        services.AddOptions<HostOptions>().Configure<IOptions<ShutdownOptions>>(
            (host, shutdown) => host.ShutdownTimeout = shutdown.Value.Drain + RequestsInProgress);
        services.AddSingleton<Drain>();
        services.AddHostedService(provider => provider.GetRequiredService<Drain>());
        return checks.AddCheck<Drain>("drain");
    }

    /// <summary>The backend's own checks: its database, the disk, and the mails that wait.</summary>
    public static IHealthChecksBuilder AddBackend(this IHealthChecksBuilder checks) =>
        checks.AddCached<DatabaseHealth>("database").AddCached<DiskSpaceHealth>("disk").AddCached<OutboxHealth>("outbox");

    /// <summary>Adds a check whose result holds for two seconds.</summary>
    public static IHealthChecksBuilder AddCached<T>(this IHealthChecksBuilder checks, string name)
        where T : class, IHealthCheck
    {
        checks.Services.TryAddSingleton<T>();
        checks.Services.AddSingleton<CachedHealth<T>>();
        return checks.AddCheck<CachedHealth<T>>(name);
    }
}
