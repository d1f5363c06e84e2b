using AltogicAuth.Backend.Data;

namespace AltogicAuth.Backend.Hosting.Commands;

/// <summary>Copies the SQLite database as it is at one moment. It may be of a version that lacks migrations.</summary>
internal sealed class BackupCommand(BackendDatabase database) : ICommand
{
    public async Task RunAsync(string value)
    {
        if (database.Dialect.Provider != DatabaseProvider.Sqlite)
        {
            throw new CommandException("--backup is for SQLite. Use pg_dump for a PostgreSQL database.");
        }

        if (!database.FileExists)
        {
            throw new CommandException($"Backend:DataDirectory: there is no database in {database.Directory}.");
        }

        await NewFile.WriteAsync(value, draft =>
        {
            PrivateFiles.CreateNew(draft).Dispose();
            return database.BackUpAsync(draft);
        });
    }
}
