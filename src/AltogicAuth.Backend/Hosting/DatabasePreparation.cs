using System.Data.Common;
using AltogicAuth.Backend.Data;

namespace AltogicAuth.Backend.Hosting;

/// <summary>Prepares data directory, key and database, before the first request or for a command.</summary>
internal sealed partial class DatabasePreparation(
    BackendDatabase database, BackendKey key, BackendClock clock, IOptions<BackendOptions> options, ILogger<DatabasePreparation> logger)
{
    // A node with its key in a setting and its data in PostgreSQL may have a file system that it cannot write.
    private bool NeedsDirectory => options.Value.Database.Provider == DatabaseProvider.Sqlite || string.IsNullOrEmpty(options.Value.EncryptionKey);

    /// <summary>Makes missing migrations where the setting says so.</summary>
    public Task RunAsync() => RunAsync(options.Value.Database.MigrateAtStart == true);

    /// <exception cref="OptionsValidationException">The database cannot be used: one line that names the setting or the command.</exception>
    public async Task RunAsync(bool migrate)
    {
        try
        {
            if (NeedsDirectory)
            {
                PrepareDirectory();
            }

            key.Ensure();
            Report(await database.PrepareAsync(key, migrate, clock.Now));
        }
        catch (SchemaException failure)
        {
            throw Invalid(failure.Message);
        }
        catch (Exception failure) when (failure is DatabaseUnavailableException or DbException && options.Value.Database.Provider == DatabaseProvider.PostgreSql)
        {
            throw Invalid($"Backend:Database:ConnectionString: the database cannot be used. {failure.Message}");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or DatabaseUnavailableException or DbException)
        {
            throw Invalid($"Backend:DataDirectory: {database.Directory} cannot be used. {failure.Message}");
        }
    }

    private void PrepareDirectory()
    {
        if (WritableDirectory.FindProblem(database.Directory) is { } problem)
        {
            throw new IOException(problem);
        }

        PrivateFiles.RequireDirectory(database.Directory);
    }

    private static OptionsValidationException Invalid(string problem) => new(BackendOptions.Section, typeof(BackendOptions), [problem]);

    private void Report(UpgradeReport report)
    {
        if (report.Migrations.Count > 0 && !report.IsNewDatabase)
        {
            Migrated(string.Join(", ", report.Migrations));
        }

        foreach (var (user, owner) in report.EmailCollisions)
        {
            EmailCollided(user, owner);
        }

        if (report.ObjectsWithoutOwner > 0)
        {
            ObjectsHaveNoOwner(report.ObjectsWithoutOwner);
        }
    }

    [LoggerMessage(3008, LogLevel.Information, "Migrations were made: {Names}")]
    private partial void Migrated(string names);

    [LoggerMessage(3004, LogLevel.Warning,
        "The users {UserId} and {OwnerId} have the same mailbox in two spellings. {OwnerId} keeps the address; {UserId} keeps everything else")]
    private partial void EmailCollided(string userId, string ownerId);

    [LoggerMessage(3005, LogLevel.Warning,
        "{Count} objects were stored before objects had owners, and are inaccessible until the column user_id of the table objects names a user")]
    private partial void ObjectsHaveNoOwner(int count);
}
