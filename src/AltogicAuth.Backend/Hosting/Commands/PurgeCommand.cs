namespace AltogicAuth.Backend.Hosting.Commands;

/// <summary>Deletes what has expired, as each node does every ten minutes.</summary>
internal sealed class PurgeCommand(DatabasePreparation preparation, PurgeWorker worker) : ICommand
{
    public async Task RunAsync(string value)
    {
        await preparation.RunAsync();
        await worker.PurgeAsync(CancellationToken.None);
    }
}
