using AltogicAuth.Backend.Data;

namespace AltogicAuth.Backend.Hosting.Commands;

/// <summary>Whether the database has the right schema and the right key, can be written, and is not damaged.</summary>
internal sealed class DatabaseCheck(DatabasePreparation preparation, BackendDatabase database) : ICheck
{
    public string Name => "database";

    public async Task<string?> FindProblemAsync()
    {
        await preparation.RunAsync(migrate: false);
        await database.CheckWriteAsync();
        return database.Dialect.FindDamage is { } damage && await database.ReadAsync(c => c.FindAsync<string>(damage)) is { } found
            ? $"The file is damaged: restore a backup. {found}"
            : null;
    }
}
