using System.Data;
using Dapper;
using DbUp.Engine;
using DbUp.Engine.Transactions;

namespace AltogicAuth.Backend.Data;

/// <summary>The table of the migrations that were made, with the oldest version of the program that works on the result of each.</summary>
internal sealed class MigrationJournal(Func<IConnectionManager> manager, IReadOnlyList<Migration> known) : IJournal
{
    public const string Table = "migrations";

    public string[] GetExecutedScripts() => manager().ExecuteCommandsWithManagedConnection(commands =>
    {
        using var command = commands();
        EnsureTableExistsAndIsLatestVersion(commands);
        return command.Connection!.Query<string>($"select name from {Table} order by name", transaction: command.Transaction).ToArray();
    });

    public void StoreExecutedScript(SqlScript script, Func<IDbCommand> dbCommandFactory)
    {
        using var command = dbCommandFactory();
        var oldest = known.Single(migration => migration.Name == script.Name).OldestProgram.ToString();
        command.Connection!.Execute($"insert into {Table} values (@Name, @oldest)", new { script.Name, oldest }, command.Transaction);
    }

    public void EnsureTableExistsAndIsLatestVersion(Func<IDbCommand> dbCommandFactory)
    {
        using var command = dbCommandFactory();
        command.Connection!.Execute($"create table if not exists {Table} (name text primary key, oldest_program text not null)", transaction: command.Transaction);
    }
}
