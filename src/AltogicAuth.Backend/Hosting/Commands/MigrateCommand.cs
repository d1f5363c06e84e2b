namespace AltogicAuth.Backend.Hosting.Commands;

/// <summary>Brings the schema of the database up to date. A deployment runs it before new nodes start.</summary>
internal sealed class MigrateCommand(DatabasePreparation preparation) : ICommand
{
    public Task RunAsync(string value) => preparation.RunAsync(migrate: true);
}
