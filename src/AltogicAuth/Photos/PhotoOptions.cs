using System.ComponentModel.DataAnnotations;

namespace AltogicAuth.Photos;

/// <summary>Section <c>Photos</c>.</summary>
public sealed class PhotoOptions
{
    public const string Section = "Photos";

    /// <summary>The bucket that pictures go to.</summary>
    [Required]
    public string Bucket { get; set; } = "root";

    /// <summary>How long the decoding of one picture may take, and how long one waits for its turn.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);
}
