using System.Buffers.Binary;
using System.IO.Compression;
using NetVips;

namespace AltogicAuth.Tests.Photos;

/// <summary>Photos made by libvips.</summary>
internal static class TestPhotos
{
    public static byte[] Jpeg(int width = 640, int height = 480) => Gradient(width, height).JpegsaveBuffer();

    public static byte[] Png(int width = 640, int height = 480) => Gradient(width, height).PngsaveBuffer();

    public static byte[] Webp(int width = 640, int height = 480) => Gradient(width, height).WebpsaveBuffer();

    public static byte[] Gif(int width = 64, int height = 48) => Gradient(width, height).GifsaveBuffer();

    /// <summary>The left half is red and the right half blue, as the camera stored them.</summary>
    public static byte[] JpegWithOrientation(int orientation) =>
        RedAndBlue().Mutate(image => image.Set(GValue.GIntType, "orientation", orientation)).JpegsaveBuffer(q: 95);

    /// <summary>Red grows to the right and green to the bottom, as the camera stored them.</summary>
    public static byte[] GradientWithOrientation(int orientation, int width = 640, int height = 480) =>
        Gradient(width, height).Mutate(image => image.Set(GValue.GIntType, "orientation", orientation)).JpegsaveBuffer(q: 95);

    /// <summary>Three squares side by side: red, green, blue.</summary>
    public static byte[] ThreeColours()
    {
        double[][] colours = [[255, 0, 0], [0, 255, 0], [0, 0, 255]];
        return Image.Arrayjoin([.. colours.Select(colour => Image.Black(200, 200, bands: 3) + colour)], across: 3)
            .Cast(Enums.BandFormat.Uchar).Copy(interpretation: Enums.Interpretation.Srgb).PngsaveBuffer();
    }

    public static byte[] JpegWithGps() => Gradient(64, 64).Mutate(image =>
    {
        image.Set(GValue.GStrType, "exif-ifd3-GPSLatitude", "52/1 31/1 12/1 (52, 31, 12, Rational, 3 components, 24 bytes)");
        image.Set(GValue.GStrType, "exif-ifd0-Make", "TestCamera (TestCamera, ASCII, 11 components, 11 bytes)");
    }).JpegsaveBuffer();

    /// <summary>A PNG of one pixel with text that is a thousand times larger than the file.</summary>
    public static byte[] PngWithText(int megabytes)
    {
        var packed = new MemoryStream();
        packed.Write("Comment\0\0"u8);
        using (var zlib = new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            for (var written = 0; written < megabytes; written++)
            {
                zlib.Write(new byte[1024 * 1024]);
            }
        }

        var png = Png(1, 1);
        const int AfterHeader = 33;
        return [.. png[..AfterHeader], .. PngChunk("zTXt"u8, packed.ToArray()), .. png[AfterHeader..]];
    }

    /// <summary>A progressive JPEG that repeats its last scan.</summary>
    public static byte[] JpegOfScans(int scans)
    {
        var jpeg = Gradient(64, 64).JpegsaveBuffer(interlace: true);
        var last = jpeg.AsSpan().LastIndexOf((ReadOnlySpan<byte>)[0xFF, 0xDA]);
        var missing = scans - jpeg.AsSpan().Count((ReadOnlySpan<byte>)[0xFF, 0xDA]);
        return [.. jpeg[..^2], .. Enumerable.Repeat(jpeg[last..^2], missing).SelectMany(scan => scan), .. jpeg[^2..]];
    }

    public static Image Gradient(int width, int height) =>
        Image.Xyz(width, height)[0].Linear([255.0 / width], [0]).Bandjoin(Image.Xyz(width, height)[1].Linear([255.0 / height], [0]), Image.Black(width, height) + 90)
            .Cast(Enums.BandFormat.Uchar).Copy(interpretation: Enums.Interpretation.Srgb);

    public static byte[] PngChunk(ReadOnlySpan<byte> type, ReadOnlySpan<byte> content)
    {
        byte[] typed = [.. type, .. content];
        var frame = new byte[8];
        BinaryPrimitives.WriteInt32BigEndian(frame, content.Length);
        BinaryPrimitives.WriteUInt32BigEndian(frame.AsSpan(4), Checksum(typed));
        return [.. frame[..4], .. typed, .. frame[4..]];
    }

    private static uint Checksum(ReadOnlySpan<byte> bytes)
    {
        var sum = 0xFFFFFFFFu;
        foreach (var value in bytes)
        {
            sum ^= value;
            for (var bit = 0; bit < 8; bit++)
            {
                sum = (sum >> 1) ^ ((sum & 1) * 0xEDB88320u);
            }
        }

        return ~sum;
    }

    private static Image RedAndBlue()
    {
        var red = Image.Black(200, 200, bands: 3) + new[] { 255, 0, 0 };
        var blue = Image.Black(200, 200, bands: 3) + new[] { 0, 0, 255 };
        return red.Join(blue, Enums.Direction.Horizontal).Cast(Enums.BandFormat.Uchar).Copy(interpretation: Enums.Interpretation.Srgb);
    }
}
