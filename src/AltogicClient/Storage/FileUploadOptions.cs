namespace Altogic;

/// <summary>How a file is stored.</summary>
public sealed record FileUploadOptions
{
    /// <summary>Whether anyone may read the file without a session; null leaves it to the bucket.</summary>
    public bool? IsPublic { get; init; }

    /// <summary>Whether a missing bucket is made.</summary>
    public bool CreateBucket { get; init; }

    /// <summary>Free words.</summary>
    public IReadOnlyList<string>? Tags { get; init; }
}
