using System.Data.Common;
using AltogicAuth.Backend.Accounts;
using AltogicAuth.Backend.Data;

namespace AltogicAuth.Backend.Hosting;

/// <summary>Writes the failed sign-ins that wait for it. At a shutdown those of the last requests are written before the process ends.</summary>
internal sealed partial class AuditWorker(Audit audit, ILogger<AuditWorker> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                await audit.WaitForFailuresAsync(stoppingToken);
                await WriteAsync();
            }
        }
        finally
        {
            await WriteAsync();
        }
    }

    private async Task WriteAsync()
    {
        try
        {
            await audit.WriteFailuresAsync();
        }
        catch (Exception failure) when (failure is DatabaseUnavailableException or DbException)
        {
            FailureNotRecorded(failure.Message);
        }
    }

    [LoggerMessage(3012, LogLevel.Warning, "A failed sign-in was not recorded: {Reason}")]
    private partial void FailureNotRecorded(string reason);
}
