namespace AltogicAuth.Backend;

/// <summary>Where the backend keeps its data.</summary>
public enum DatabaseProvider
{
    /// <summary>One file in the data directory.</summary>
    Sqlite,

    /// <summary>A PostgreSQL server, version 14 or newer.</summary>
    PostgreSql,
}
