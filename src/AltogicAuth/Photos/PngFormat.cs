using System.Buffers.Binary;

namespace AltogicAuth.Photos;

/// <summary>Read line by line, unless it is interlaced: then the loader keeps all of it.</summary>
public sealed class PngFormat : PhotoFormat
{
    private const int Signature = 8;
    private const int Frame = 12; // length, type, checksum
    private const int BitDepth = 24;
    private const int ColourType = 25;
    private const int Interlace = 28;

    public override string Name => "png";

    public override PhotoFile Sanitize(Span<byte> buffer, int length)
    {
        var file = buffer[..length];
        return new(WithoutText(file), HeldBytesPerPixel(file));
    }

    private static double HeldBytesPerPixel(ReadOnlySpan<byte> png)
    {
        if (png.Length <= Interlace || png[Interlace] == 0)
        {
            return 0;
        }

        // A palette becomes colours, and what is not transparent may still name one colour that is.
        var channels = png[ColourType] is 0 or 4 ? 2 : 4;
        return channels * (png[BitDepth] == 16 ? 2 : 1);
    }

    // Text packs a thousandfold, and the loader unpacks all of it before the first pixel. No picture needs it.
    private static int WithoutText(Span<byte> png)
    {
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
