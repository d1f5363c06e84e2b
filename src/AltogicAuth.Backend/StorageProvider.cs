namespace AltogicAuth.Backend;

/// <summary>Where the backend keeps the contents of files.</summary>
public enum StorageProvider
{
    /// <summary>The database.</summary>
    Database,

    /// <summary>A bucket of Amazon S3, or of a server with the same API.</summary>
    S3,
}
