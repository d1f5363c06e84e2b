using System.Data.Common;
using AltogicAuth.Backend.Accounts;
using AltogicAuth.Backend.Data;
using AltogicAuth.Backend.Storage;

namespace AltogicAuth.Backend.Hosting;

/// <summary>
/// Deletes what has expired, at the start and every ten minutes: sessions, links, codes, users who never confirmed their address or
/// number, keys of registrations, security events, contents of deleted files, windows of attempts. In batches, so that others can write
/// between them. Several nodes may do it at once.
/// </summary>
internal sealed partial class PurgeWorker(
    Sessions sessions, Links links, Codes codes, Users users, Audit audit, StoredContents contents, IAttemptStore attempts, TimeProvider time,
    ILogger<PurgeWorker> logger) : BackgroundService
{
    private const int BatchSize = 1_000;

    private static readonly TimeSpan Period = TimeSpan.FromMinutes(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, time);
        do
        {
            try
            {
                await PurgeAsync(stoppingToken);
            }
            catch (Exception failure) when (failure is DatabaseUnavailableException or DbException)
            {
                PurgeFailed(failure.Message);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    public async Task PurgeAsync(CancellationToken cancellation)
    {
        await sessions.ApplyMaximumAsync();
        foreach (var purge in (Func<int, Task<int>>[])
        [
            sessions.PurgeAsync, links.PurgeAsync, codes.PurgeAsync, codes.PurgeWrongAsync, users.PurgeUnconfirmedAsync,
            users.PurgeRegistrationKeysAsync, audit.PurgeAsync, contents.PurgeAsync,
        ])
        {
            while (!cancellation.IsCancellationRequested && await purge(BatchSize) == BatchSize)
            {
            }
        }

        await attempts.PurgeAsync();
    }

    [LoggerMessage(3009, LogLevel.Warning, "Expired data was not deleted, and will be later: {Reason}")]
    private partial void PurgeFailed(string reason);
}
