namespace AltogicAuth.Photos;

/// <summary>Section <c>Photos</c>.</summary>
public sealed class PhotoOptions
{
    public const string Section = "Photos";

    /// <summary>The bucket that pictures go to.</summary>
    [Required(ErrorMessage = "Photos:Bucket is empty.")]
    public string Bucket { get; set; } = "root";

    /// <summary>How long the decoding of one picture may take, and how long one waits for its turn.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00", ErrorMessage = "Photos:Timeout must be a time from 00:00:01 to 00:10:00.")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);
}
