using System.Buffers.Binary;

namespace AltogicAuth.Photos;

/// <summary>
/// The formats that are taken, known by their first bytes. The loader has to agree, and is spared what a small file can
/// make it do for minutes.
/// </summary>
public sealed class PictureFormat
{
    /// <summary>Cameras and editors write a dozen at most; each one costs a pass over all pixels.</summary>
    public const int MaxScans = 64;

    private static readonly PictureFormat Jpeg = new("jpeg", bytes => bytes.AsSpan().Count(StartOfScan) <= MaxScans ? bytes : null);
    private static readonly PictureFormat Png = new("png", WithoutText);
    private static readonly PictureFormat Gif = new("gif", bytes => bytes);
    private static readonly PictureFormat Webp = new("webp", bytes => bytes);

    private readonly Func<byte[], byte[]?> _defuse;

    private PictureFormat(string name, Func<byte[], byte[]?> defuse)
    {
        Name = name;
        _defuse = defuse;
    }

    /// <summary>As a file's name ends.</summary>
    public string Name { get; }

    /// <summary>How the name of libvips' loader begins.</summary>
    public string Loader => $"{Name}load";

    // Within the packed data of a scan 0xFF is always followed by something else.
    private static ReadOnlySpan<byte> StartOfScan => [0xFF, 0xDA];

    public static PictureFormat? Of(ReadOnlySpan<byte> bytes) => bytes switch
    {
        [0xFF, 0xD8, 0xFF, ..] => Jpeg,
        [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, ..] => Png,
        [(byte)'G', (byte)'I', (byte)'F', (byte)'8', (byte)'7' or (byte)'9', (byte)'a', ..] => Gif,
        [(byte)'R', (byte)'I', (byte)'F', (byte)'F', _, _, _, _, (byte)'W', (byte)'E', (byte)'B', (byte)'P', ..] => Webp,
        _ => null,
    };

    /// <summary>The file as the loader may see it; null when it would take minutes.</summary>
    public byte[]? Defuse(byte[] bytes) => _defuse(bytes);

    // Text packs a thousandfold, and the loader unpacks all of it before the first pixel. No picture needs it.
    private static byte[] WithoutText(byte[] png)
    {
        const int Signature = 8;
        const int Frame = 12; // length, type, checksum

        var kept = new MemoryStream(png.Length);
        kept.Write(png, 0, Signature);
        var rest = png.AsSpan(Signature);
        while (rest.Length >= Frame && Frame + (long)BinaryPrimitives.ReadUInt32BigEndian(rest) is var size && size <= rest.Length)
        {
            var chunk = rest[..(int)size];
            if (!IsText(chunk.Slice(4, 4)))
            {
                kept.Write(chunk);
            }

            rest = rest[(int)size..];
        }

        // What is left is cut short: the loader says so.
        kept.Write(rest);
        return kept.ToArray();
    }

    private static bool IsText(ReadOnlySpan<byte> type) =>
        type.SequenceEqual("tEXt"u8) || type.SequenceEqual("zTXt"u8) || type.SequenceEqual("iTXt"u8);
}
