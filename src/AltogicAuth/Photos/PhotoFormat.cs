namespace AltogicAuth.Photos;

/// <summary>What a format says about one file, once it is safe to load.</summary>
/// <param name="Length">How many bytes are left to load.</param>
/// <param name="HeldBytesPerPixel">What the loader keeps of every pixel until the last one; nothing where it goes line by line.</param>
/// <param name="LacksOnlyItsEnd">The file ends where its last mark should be: any damage before it counts.</param>
public sealed record PhotoFile(int Length, double HeldBytesPerPixel = 0, bool LacksOnlyItsEnd = false);

/// <summary>
/// The formats that are taken, known by their first bytes. The loader has to agree, and is spared what a small file can
/// make it do for minutes.
/// </summary>
public abstract class PhotoFormat
{
    /// <summary>How many bytes <see cref="Sanitize"/> may add.</summary>
    public const int Room = 2;

    private static readonly PhotoFormat Jpeg = new JpegFormat();
    private static readonly PhotoFormat Png = new PngFormat();
    private static readonly PhotoFormat Gif = new GifFormat();
    private static readonly PhotoFormat Webp = new WebpFormat();

    /// <summary>As a file's name ends.</summary>
    public abstract string Name { get; }

    /// <summary>How the name of libvips' loader begins.</summary>
    public string Loader => $"{Name}load";

    public static PhotoFormat? Of(ReadOnlySpan<byte> bytes) => bytes switch
    {
        [0xFF, 0xD8, 0xFF, ..] => Jpeg,
        [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, ..] => Png,
        [(byte)'G', (byte)'I', (byte)'F', (byte)'8', (byte)'7' or (byte)'9', (byte)'a', ..] => Gif,
        [(byte)'R', (byte)'I', (byte)'F', (byte)'F', _, _, _, _, (byte)'W', (byte)'E', (byte)'B', (byte)'P', ..] => Webp,
        _ => null,
    };

    /// <summary>
    /// Takes out, in place, what would keep the loader busy; null when the file would take minutes all the same.
    /// <paramref name="buffer"/> has <see cref="Room"/> behind the file.
    /// </summary>
    public abstract PhotoFile? Sanitize(Span<byte> buffer, int length);

    /// <summary>By how much the loader shrinks on its own, when <paramref name="factor"/> is wanted in the end, and its option for it.</summary>
    public virtual (double Factor, string Option) ShrinkOnLoad(double factor) => (1, "");
}
