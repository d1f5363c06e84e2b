using System.Buffers.Binary;

namespace AltogicAuth.Photos;

public static class JpegFile
{
    private const int MaxComponents = 4;

    public static ReadOnlySpan<byte> EndMarker => [0xFF, 0xD9];

    private static ReadOnlySpan<byte> ScanMarker => [0xFF, 0xDA];

    /// <summary>Some cameras and programs omit the end marker.</summary>
    public static bool HasEnd(ReadOnlySpan<byte> jpeg) => jpeg.LastIndexOf(EndMarker) > jpeg.LastIndexOf(ScanMarker);

    /// <summary>An upper bound: bytes of metadata may look like the marker of a scan.</summary>
    public static int CountScans(ReadOnlySpan<byte> jpeg) => jpeg.Count(ScanMarker);

    /// <summary>1 to 4. The maximum unless the frame header is in a plain sequence of segments: the loader could read another one.</summary>
    public static double SamplesPerPixel(ReadOnlySpan<byte> jpeg)
    {
        var rest = jpeg[EndMarker.Length..];
        while (rest is [0xFF, (>= 0xC0 and < 0xD0) or (> 0xDA and < 0xFF), _, _, ..] && SizeOf(rest) <= rest.Length)
        {
            var segment = rest[..SizeOf(rest)];
            if (segment is [_, <= 0xCF and not (0xC4 or 0xC8 or 0xCC), _, _, _, _, _, _, _, _, .. var components])
            {
                return SamplesOf(components);
            }

            rest = rest[segment.Length..];
        }

        return MaxComponents;
    }

    // The length in a segment counts itself, but not the marker before it.
    private static int SizeOf(ReadOnlySpan<byte> segment) => 2 + BinaryPrimitives.ReadUInt16BigEndian(segment[2..]);

    // Each component has three bytes: its id, its horizontal and vertical sampling factor, and its table.
    private static double SamplesOf(ReadOnlySpan<byte> components)
    {
        double samples = 0;
        var (maxHorizontal, maxVertical) = (1, 1);
        for (; components.Length >= 3; components = components[3..])
        {
            var (horizontal, vertical) = (components[1] >> 4, components[1] & 0x0F);
            samples += horizontal * vertical;
            (maxHorizontal, maxVertical) = (Math.Max(maxHorizontal, horizontal), Math.Max(maxVertical, vertical));
        }

        return samples / (maxHorizontal * maxVertical);
    }
}
