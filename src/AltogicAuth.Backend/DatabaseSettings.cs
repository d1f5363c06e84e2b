namespace AltogicAuth.Backend;

/// <summary>Section <c>Backend:Database</c>.</summary>
public sealed class DatabaseSettings
{
    public DatabaseProvider Provider { get; set; }

    /// <summary>Where the PostgreSQL server is, and the user's name and password. The SQLite file is in the data directory.</summary>
    public string? ConnectionString { get; set; }

    /// <summary>Whether a start makes missing migrations: with SQLite and in Development, unless set.</summary>
    public bool? MigrateAtStart { get; set; }
}
