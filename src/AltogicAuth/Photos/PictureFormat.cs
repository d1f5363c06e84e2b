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

    private static readonly PictureFormat Jpeg = new("jpeg", file => file.Count(StartOfScan) <= MaxScans ? file.Length : null);
    private static readonly PictureFormat Png = new("png", WithoutText);
    private static readonly PictureFormat Gif = new("gif", file => file.Length);
    private static readonly PictureFormat Webp = new("webp", file => file.Length);

    private readonly Defusal _defuse;

    private PictureFormat(string name, Defusal defuse)
    {
        Name = name;
        _defuse = defuse;
    }

    private delegate int? Defusal(Span<byte> file);

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

    /// <summary>
    /// Takes out, in place, what would keep the loader busy, and tells how many bytes are left to load; null when the file
    /// would take minutes all the same.
    /// </summary>
    public int? Defuse(Span<byte> file) => _defuse(file);

    // Text packs a thousandfold, and the loader unpacks all of it before the first pixel. No picture needs it.
    private static int? WithoutText(Span<byte> png)
    {
        const int Signature = 8;
        const int Frame = 12; // length, type, checksum

        var kept = Signature;
        var rest = png[Signature..];
        while (rest.Length >= Frame && Frame + (long)BinaryPrimitives.ReadUInt32BigEndian(rest) is var size && size <= rest.Length)
        {
            var chunk = rest[..(int)size];
            if (!IsText(chunk.Slice(4, 4)))
            {
                chunk.CopyTo(png[kept..]);
                kept += chunk.Length;
            }

            rest = rest[(int)size..];
        }

        // What is left is cut short: the loader says so.
        rest.CopyTo(png[kept..]);
        return kept + rest.Length;
    }

    private static bool IsText(ReadOnlySpan<byte> type) =>
        type.SequenceEqual("tEXt"u8) || type.SequenceEqual("zTXt"u8) || type.SequenceEqual("iTXt"u8);
}
