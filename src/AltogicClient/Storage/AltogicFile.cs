using System.Text.Json.Serialization;

namespace Altogic;

/// <summary>A stored file.</summary>
public sealed record AltogicFile
{
    /// <summary>24 hexadecimal characters.</summary>
    [JsonPropertyName("_id")]
    public required string Id { get; init; }

    /// <summary>The bucket's id.</summary>
    public string? BucketId { get; init; }

    /// <summary>The name in its bucket. It may differ from the one asked for: names are unique.</summary>
    public string? FileName { get; init; }

    /// <summary>How long the file is, in bytes.</summary>
    public long? Size { get; init; }

    /// <summary>The media type.</summary>
    public string? MimeType { get; init; }

    /// <summary>The public address; null for a private file.</summary>
    public string? PublicPath { get; init; }

    /// <summary>Whether anyone can read the file without a session.</summary>
    public bool? IsPublic { get; init; }

    /// <summary>When it was stored.</summary>
    public DateTimeOffset? UploadedAt { get; init; }

    /// <summary>When it was last changed.</summary>
    public DateTimeOffset? UpdatedAt { get; init; }

    /// <summary>Who stored it, if a session did.</summary>
    public string? UserId { get; init; }

    /// <summary>Free words.</summary>
    public IReadOnlyList<string>? Tags { get; init; }
}
