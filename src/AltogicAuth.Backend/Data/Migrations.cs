using System.Data.Common;
using System.Reflection;
using System.Runtime.ExceptionServices;
using Dapper;
using DbUp;
using DbUp.Builder;
using DbUp.Engine;
using DbUp.Postgresql;
using Npgsql;

namespace AltogicAuth.Backend.Data;

/// <summary>The numbered changes of the schema: one set of SQL files for each database, with the same numbers.</summary>
internal sealed class Migrations(DbDataSource source, Dialect dialect, Func<string, IScript> firstOfSqlite)
{
    // Any number that no other program uses for its own lock in the same database.
    private const long Lock = 4_171_947_001;

    private readonly IReadOnlyList<Migration> _known = Migration.Of(dialect.Provider);

    /// <summary>Makes the missing migrations, all or none, and returns their names. Several nodes may start at once: the others wait.</summary>
    public async Task<IReadOnlyList<string>> ApplyAsync()
    {
        await using var guard = dialect.Provider == DatabaseProvider.PostgreSql ? await source.OpenConnectionAsync() : null;
        if (guard is not null)
        {
            // Until the connection is closed. In SQLite the transaction itself keeps other writers out.
            await guard.ExecuteAsync("select pg_advisory_lock(@Lock)", new { Lock }, commandTimeout: 0);
        }

        // The connection string of a data source lacks the password.
        var builder = source is NpgsqlDataSource postgreSql
            ? DeployChanges.To.PostgresqlDatabase(new PostgresqlConnectionManager(postgreSql))
            : DeployChanges.To.SqliteDatabase(source.ConnectionString);
        var result = Configure(builder).Build().PerformUpgrade();
        if (guard is not null)
        {
            await guard.ExecuteAsync("select pg_advisory_unlock(@Lock)", new { Lock });
        }

        if (result.Error is { } failure)
        {
            ExceptionDispatchInfo.Throw(failure);
        }

        return [.. result.Scripts.Select(script => script.Name)];
    }

    /// <exception cref="SchemaException">A migration is missing, or one was made that this program is too old for.</exception>
    public async Task RequireCompatibleAsync()
    {
        await using var connection = await source.OpenConnectionAsync();
        var applied = await connection.ExecuteScalarAsync<long>(dialect.CountTables, new { name = MigrationJournal.Table }) == 0
            ? []
            : (await connection.QueryAsync<(string Name, string OldestProgram)>($"select name, oldest_program from {MigrationJournal.Table}")).AsList();
        var program = Assembly.GetExecutingAssembly().GetName().Version!;
        if (applied.Select(migration => Version.Parse(migration.OldestProgram)).Where(oldest => oldest > program).Max() is { } needed)
        {
            throw new SchemaException($"The database is for version {needed} of this program or a newer one. This is {program.ToString(3)}.");
        }

        var missing = _known.Select(migration => migration.Name).Except(applied.Select(migration => migration.Name)).ToList();
        if (missing.Count > 0)
        {
            throw new SchemaException(
                $"The database lacks {missing.Count} migrations ({string.Join(", ", missing)}). Run this program once with --migrate, or set Backend:Database:MigrateAtStart to true.");
        }
    }

    private UpgradeEngineBuilder Configure(UpgradeEngineBuilder builder)
    {
        foreach (var migration in _known)
        {
            builder = migration.Number == 1 && dialect.Provider == DatabaseProvider.Sqlite
                ? builder.WithScript(migration.Name, firstOfSqlite(migration.Sql))
                : builder.WithScript(migration.Name, migration.Sql);
        }

        return builder
            .WithTransaction()
            .WithExecutionTimeout(TimeSpan.Zero)
            .WithVariablesDisabled()
            .JournalTo((manager, _) => new MigrationJournal(manager, _known))
            .LogToNowhere();
    }
}
