using AltogicAuth.Web;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace AltogicAuth.Hosting;

/// <summary>Anybody may ask for the health, so what costs a call or a write is done by one at a time, and its result holds for a moment.</summary>
public sealed class CachedHealthCheck<T>(T check, TimeProvider time) : IHealthCheck, IDisposable
    where T : IHealthCheck
{
    private static readonly TimeSpan Holds = TimeSpan.FromSeconds(2);

    private readonly SemaphoreSlim _turn = new(1);
    private (HealthCheckResult Result, TimeSpan Until) _last;

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            if (time.Monotonic() >= _last.Until)
            {
                var result = await check.CheckHealthAsync(context, cancellationToken);
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
}
