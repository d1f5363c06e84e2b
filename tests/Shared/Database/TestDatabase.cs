using System.Collections.Concurrent;
using System.Data.Common;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace AltogicAuth.Tests.Shared;

/// <summary>
/// The database that the backend of a test has: SQLite, or with <c>TEST_DATABASE=PostgreSql</c> a new one on the tests' PostgreSQL
/// server. It belongs to the data directory, so that a test can start a second backend on it.
/// </summary>
public static class TestDatabase
{
    private static readonly ConcurrentDictionary<string, string> Connections = [];

    public static bool IsPostgreSql { get; } = Environment.GetEnvironmentVariable("TEST_DATABASE") == "PostgreSql";

    /// <summary>32 random bytes, in SQL.</summary>
    public static string RandomBytes => IsPostgreSql ? "decode(md5(random()::text) || md5(random()::text), 'hex')" : "randomblob(32)";

    /// <summary>The settings of the database of a data directory.</summary>
    public static IEnumerable<KeyValuePair<string, string>> SettingsOf(string dataDirectory) =>
        IsPostgreSql ? SettingsOfPostgreSql(Connections.GetOrAdd(Path.GetFullPath(dataDirectory), _ => PostgreSqlServer.Shared.NewDatabase())) : [];

    public static IEnumerable<KeyValuePair<string, string>> SettingsOfPostgreSql(string connectionString) =>
    [
        KeyValuePair.Create("Backend:Database:Provider", "PostgreSql"),
        KeyValuePair.Create("Backend:Database:ConnectionString", connectionString),
        KeyValuePair.Create("Backend:Database:MigrateAtStart", "true"),
    ];

    /// <summary>Looks into the database, or breaks it: the rows, each as its values.</summary>
    public static IReadOnlyList<object[]> Query(string dataDirectory, string sql)
    {
        using DbConnection connection = IsPostgreSql
            ? new NpgsqlConnection($"{Connections[Path.GetFullPath(dataDirectory)]};Pooling=false")
            : new SqliteConnection($"Data Source={Path.Combine(dataDirectory, "backend.db")};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var rows = new List<object[]>();
        while (reader.Read())
        {
            var row = new object[reader.FieldCount];
            reader.GetValues(row);
            rows.Add(row);
        }

        return rows;
    }

    /// <summary>Deletes the database of a data directory.</summary>
    public static void Delete(string dataDirectory)
    {
        if (Connections.TryRemove(Path.GetFullPath(dataDirectory), out var connection))
        {
            PostgreSqlServer.Shared.Drop(connection);
        }
    }
}
