namespace AltogicAuth.Photos;

public sealed class PhotoOptions
{
    public const string Section = "Photos";

    [Required(ErrorMessage = "Photos:Bucket is empty.")]
    public string Bucket { get; set; } = "root";

    /// <summary>How long a photo may be decoded, and how long it may wait for that.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00", ErrorMessage = "Photos:Timeout must be a time from 00:00:01 to 00:10:00.")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);
}
