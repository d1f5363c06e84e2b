using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace AltogicAuth.Backend.Hosting;

/// <summary>Every visitor may request the health, so a check runs once at a time, and its result holds for two seconds.</summary>
internal sealed class CachedHealth<T>(T check, TimeProvider time) : IHealthCheck
    where T : IHealthCheck
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(2);

    private readonly Lock _lock = new();
    private Task<HealthCheckResult>? _last;
    private long _started;

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        lock (_lock)
        {
            if (_last is null || (_last.IsCompleted && time.GetElapsedTime(_started) >= Lifetime))
            {
                _started = time.GetTimestamp();
                // Others may wait for it too: no request cancels it.
                _last = Task.Run(() => check.CheckHealthAsync(context, CancellationToken.None), CancellationToken.None);
            }

            return _last.WaitAsync(cancellationToken);
        }
    }
}
