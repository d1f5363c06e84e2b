namespace AltogicAuth.Backend.Data;

/// <summary>The keys, and their revocations, by which the site encrypts cookies. A few rows.</summary>
internal static class KeyRingTable
{
    public static Task<IReadOnlyList<string>> AllAsync(DataConnection connection) => connection.QueryAsync<string>("select element from key_ring order by number");

    public static Task InsertAsync(DataConnection connection, string name, string element) =>
        connection.ExecuteAsync("insert into key_ring (name, element) values (@name, @element)", new { name, element });
}
