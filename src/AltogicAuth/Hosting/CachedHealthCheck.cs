using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace AltogicAuth.Hosting;

/// <summary>Anybody may request the health, so a check runs once at a time, and its result holds for two seconds.</summary>
public sealed class CachedHealthCheck<T>(T check, TimeProvider time) : IHealthCheck
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
