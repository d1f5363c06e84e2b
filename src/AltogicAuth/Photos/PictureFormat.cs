namespace AltogicAuth.Photos;

/// <summary>The formats that are taken, known by their first bytes. The loader has to agree.</summary>
internal sealed record PictureFormat(string Loader)
{
    private static readonly PictureFormat Jpeg = new("jpegload");
    private static readonly PictureFormat Png = new("pngload");
    private static readonly PictureFormat Gif = new("gifload");
    private static readonly PictureFormat Webp = new("webpload");

    public static PictureFormat? Of(ReadOnlySpan<byte> bytes) => bytes switch
    {
        [0xFF, 0xD8, 0xFF, ..] => Jpeg,
        [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, ..] => Png,
        [(byte)'G', (byte)'I', (byte)'F', (byte)'8', (byte)'7' or (byte)'9', (byte)'a', ..] => Gif,
        [(byte)'R', (byte)'I', (byte)'F', (byte)'F', _, _, _, _, (byte)'W', (byte)'E', (byte)'B', (byte)'P', ..] => Webp,
        _ => null,
    };
}
