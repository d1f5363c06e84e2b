using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace AltogicAuth.Hosting;

/// <summary>
/// Anybody may request the health. A check that makes a call or writes a file runs once at a time, and its result holds for two
/// seconds. The framework's publisher would run it all the time instead, and report a result of half a minute ago.
/// </summary>
public sealed class CachedHealthCheck<T>(T check, TimeProvider time) : IHealthCheck, IDisposable
    where T : IHealthCheck
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(2);

    private readonly SemaphoreSlim _lock = new(1);
    private (HealthCheckResult Result, TimeSpan Expires) _last;

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        await _lock.WaitAsync(cancellationToken);
        try
        {
            if (time.Monotonic() >= _last.Expires)
            {
                var result = await check.CheckHealthAsync(context, cancellationToken);
                _last = (result, time.Monotonic() + Lifetime);
            }

            return _last.Result;
        }
        finally
        {
            _lock.Release();
        }
    }

    public void Dispose() => _lock.Dispose();
}
