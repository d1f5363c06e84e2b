using AltogicAuth.Backend.Data;

namespace AltogicAuth.Backend.Accounts;

/// <summary>
/// Counts for all nodes together, in PostgreSQL. An attempt counts in a transaction of its own, so it counts whatever becomes of the
/// call.
/// </summary>
internal sealed class DatabaseAttemptStore(BackendDatabase database, BackendClock clock) : IAttemptStore
{
    private const int PurgedAtOnce = 10_000;

    private long Now => clock.Now.ToUnixTimeMilliseconds();

    public async Task<ExceededLimit?> TryAcquireAsync(IReadOnlyList<AttemptLimit> limits)
    {
        var counted = await database.WriteAsync(c => AttemptTable.AddAsync(c, limits, Now));
        if (counted == limits.Count)
        {
            return null;
        }

        var exceeded = limits[(int)counted];
        var end = await database.ReadAsync(c => AttemptTable.EndOfWindowAsync(c, exceeded.Key));
        return new ExceededLimit(exceeded, TimeSpan.FromMilliseconds(Math.Max(end - Now, 1)));
    }

    public async Task PurgeAsync()
    {
        while (await database.WriteAsync(c => AttemptTable.PurgeAsync(c, Now, PurgedAtOnce)) == PurgedAtOnce)
        {
        }
    }
}
