using System.Buffers.Binary;

namespace AltogicAuth.Photos;

/// <summary>How a JPEG is stored, by a walk from marker to marker.</summary>
/// <param name="Scans">How many passes over the picture its data makes.</param>
/// <param name="SamplesPerPixel">1 for grey, 3 for colours in full, 1.5 where two of them have half the width and height.</param>
/// <param name="IsHeldWhole">Progressive, or one colour after the other.</param>
/// <param name="HasEnd">Whether the mark of the end is there.</param>
public sealed record JpegStructure(int Scans, double SamplesPerPixel, bool IsHeldWhole, bool HasEnd)
{
    private const byte StartOfImage = 0xD8;
    private const byte EndOfImage = 0xD9;
    private const byte StartOfScan = 0xDA;

    public static ReadOnlySpan<byte> End => [0xFF, EndOfImage];

    public static JpegStructure Read(ReadOnlySpan<byte> file)
    {
        var structure = new JpegStructure(0, 0, IsHeldWhole: false, HasEnd: false);
        var components = 0;
        for (var rest = file; NextMarker(ref rest) is { } marker;)
        {
            if (marker == EndOfImage)
            {
                return structure with { HasEnd = true };
            }

            // What follows a marker is skipped by its length. Data that is none of it has no marker in it.
            if (HasNoBody(marker) || rest.Length < 2 || BinaryPrimitives.ReadUInt16BigEndian(rest) is var size && (size < 2 || size > rest.Length))
            {
                continue;
            }

            var body = rest[2..size];
            rest = rest[size..];
            if (IsFrame(marker) && body.Length >= 6)
            {
                components = body[5];
                structure = structure with { SamplesPerPixel = SamplesOf(body[6..]), IsHeldWhole = structure.IsHeldWhole || IsProgressive(marker) };
            }
            else if (marker == StartOfScan && body.Length > 0)
            {
                structure = structure with { Scans = structure.Scans + 1, IsHeldWhole = structure.IsHeldWhole || body[0] < components };
            }
        }

        return structure;
    }

    // Within packed data 0xFF is followed by 0 or by a mark to start over.
    private static byte? NextMarker(ref ReadOnlySpan<byte> rest)
    {
        while (rest.IndexOf((byte)0xFF) is var at and >= 0)
        {
            rest = rest[(at + 1)..];
            if (rest is [not 0 and not 0xFF and var marker, ..])
            {
                rest = rest[1..];
                return marker;
            }
        }

        return null;
    }

    private static bool HasNoBody(byte marker) => marker is 0x01 or (>= 0xD0 and <= StartOfImage);

    private static bool IsFrame(byte marker) => marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC);

    private static bool IsProgressive(byte marker) => (marker & 0x0F) is not (0x0 or 0x1 or 0x9);

    // Each component has three bytes: its id, how often it is sampled across and down, and a table.
    private static double SamplesOf(ReadOnlySpan<byte> components)
    {
        double samples = 0;
        var (across, down) = (1, 1);
        for (; components.Length >= 3; components = components[3..])
        {
            var (horizontal, vertical) = (components[1] >> 4, components[1] & 0x0F);
            samples += horizontal * vertical;
            (across, down) = (Math.Max(across, horizontal), Math.Max(down, vertical));
        }

        return samples / (across * down);
    }
}
