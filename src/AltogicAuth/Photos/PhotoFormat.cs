namespace AltogicAuth.Photos;

/// <summary>Named like the loaders of libvips.</summary>
public enum PhotoFormat
{
    Jpeg,
    Png,
    Gif,
    Webp,
}

public static class PhotoFormats
{
    public static PhotoFormat? Detect(ReadOnlySpan<byte> file) => file switch
    {
        [0xFF, 0xD8, 0xFF, ..] => PhotoFormat.Jpeg,
        [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, ..] => PhotoFormat.Png,
        [(byte)'G', (byte)'I', (byte)'F', (byte)'8', (byte)'7' or (byte)'9', (byte)'a', ..] => PhotoFormat.Gif,
        [(byte)'R', (byte)'I', (byte)'F', (byte)'F', _, _, _, _, (byte)'W', (byte)'E', (byte)'B', (byte)'P', ..] => PhotoFormat.Webp,
        _ => null,
    };
}
