namespace AltogicAuth.Backend;

/// <summary>Section <c>Backend:Storage</c>: where the contents of files are, and how many bytes.</summary>
public sealed class StorageSettings
{
    /// <summary>Where new contents are written. Those that were written before stay where they are.</summary>
    public StorageProvider Provider { get; set; }

    public S3Settings S3 { get; set; } = new();

    /// <summary>How many bytes the files of one user may have together.</summary>
    public long MaxBytesPerUser { get; set; } = 1024 * 1024 * 1024;

    /// <summary>How many bytes all files may have together: without a limit unless set.</summary>
    public long? MaxTotalBytes { get; set; }
}

public sealed class S3Settings
{
    /// <summary>The address of the server, such as <c>https://s3.eu-central-1.amazonaws.com</c>.</summary>
    public string? Endpoint { get; set; }

    /// <summary>The bucket, which belongs to this backend alone.</summary>
    public string? Bucket { get; set; }

    public string Region { get; set; } = "us-east-1";

    public string? AccessKey { get; set; }

    public string? SecretKey { get; set; }

    /// <summary>Whether the bucket is in the path of an address, and not in its host name. Many other servers than Amazon's need that.</summary>
    public bool ForcePathStyle { get; set; }
}
