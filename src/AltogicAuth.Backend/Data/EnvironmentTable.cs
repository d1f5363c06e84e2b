using System.Security.Cryptography;

namespace AltogicAuth.Backend.Data;

/// <summary>The environment's one row, and its root bucket.</summary>
internal static class EnvironmentTable
{
    /// <summary>Creates the environment where it is missing, and returns its id.</summary>
    /// <exception cref="SchemaException">The data was written with another key.</exception>
    public static async Task<string> EnsureAsync(DataConnection connection, byte[] keyCheck, DateTimeOffset now)
    {
        await connection.ExecuteAsync(
            "insert into environment (only_row, id, key_check) values (1, @id, @keyCheck) on conflict do nothing", new { id = Ids.New(), keyCheck });
        // Empty after the migration of data from before keys were checked.
        await connection.ExecuteAsync("update environment set key_check = @keyCheck where length(key_check) = 0", new { keyCheck });
        var (id, storedCheck) = await connection.FindAsync<(string, byte[])>("select id, key_check from environment");
        if (!CryptographicOperations.FixedTimeEquals(storedCheck, keyCheck))
        {
            throw new SchemaException("Backend:EncryptionKey, or backend.key in Backend:DataDirectory, is not the key that this database was written with.");
        }

        await BucketTable.TryInsertAsync(connection, BucketRecord.NewRoot(id, now));
        return id;
    }

    /// <summary>The maximum of sessions of one user that all users were brought to; null before the first time.</summary>
    public static Task<long?> MaxSessionsAsync(DataConnection connection) =>
        connection.FindAsync<long?>("select max_sessions from environment");

    public static Task SetMaxSessionsAsync(DataConnection connection, int maxSessions) =>
        connection.ExecuteAsync("update environment set max_sessions = @maxSessions", new { maxSessions });

    /// <summary>Makes other transactions that lock it wait for this one.</summary>
    public static Task LockAsync(DataConnection connection) =>
        connection.FindAsync<string>($"select id from environment{connection.Dialect.ForUpdate("environment")}");
}
