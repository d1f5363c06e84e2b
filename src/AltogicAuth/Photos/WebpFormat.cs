using System.Globalization;

namespace AltogicAuth.Photos;

/// <summary>Without loss, or moving, a picture is kept whole; else only its transparency is. The loader shrinks by any factor.</summary>
public sealed class WebpFormat : PhotoFormat
{
    private const int ExtendedFlags = 20;
    private const byte Moves = 0x02;
    private const byte IsTransparent = 0x10;

    public override string Name => "webp";

    public override PhotoFile Sanitize(Span<byte> buffer, int length) => new(length, HeldBytesPerPixel(buffer[..length]));

    public override (double Factor, string Option) ShrinkOnLoad(double factor) =>
        factor > 1 ? (factor, string.Create(CultureInfo.InvariantCulture, $"scale={1 / factor}")) : base.ShrinkOnLoad(factor);

    // As measured. The mark of a picture without loss found by chance, in packed data, only makes it look larger.
    private static double HeldBytesPerPixel(ReadOnlySpan<byte> file)
    {
        var flags = file.Length > ExtendedFlags && file[12..].StartsWith("VP8X"u8) ? file[ExtendedFlags] : 0;
        return file.IndexOf("VP8L"u8) >= 0 || (flags & Moves) != 0 ? 4
            : (flags & IsTransparent) != 0 ? 1.5
            : 0.5;
    }
}
