using System.Buffers.Binary;
using System.IO.Compression;

namespace AltogicAuth.Tests.Photos;

/// <summary>Small files that take much memory to decode. Most have a header and almost no pixels.</summary>
internal static class HostilePhotos
{
    private static readonly (int X, int Y, int StepX, int StepY)[] Passes =
        [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)];

    /// <summary>A complete black PNG: 16 bits with transparency, or 8 bits without.</summary>
    public static byte[] Png(int width, int height, bool isInterlaced, bool isDeep = true)
    {
        var bytesPerPixel = isDeep ? 8 : 3;
        var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            var passes = isInterlaced ? Passes : [(0, 0, 1, 1)];
            foreach (var (x, y, stepX, stepY) in passes)
            {
                var line = new byte[1 + (long)((width - x + stepX - 1) / stepX) * bytesPerPixel];
                for (var row = y; row < height; row += stepY)
                {
                    zlib.Write(line);
                }
            }
        }

        return PngOf(HeaderOf(width, height, isInterlaced, isDeep), packed.ToArray());
    }

    /// <summary>The same without pixels.</summary>
    public static byte[] PngHeader(int width, int height, bool isInterlaced) => PngOf(HeaderOf(width, height, isInterlaced, isDeep: true), [0x78, 0x9C]);

    /// <summary>A JPEG with a larger size in its header.</summary>
    public static byte[] JpegOfSize(byte[] jpeg, int width, int height)
    {
        byte[] copy = [.. jpeg];
        var at = new[] { 0xC0, 0xC2 }.Select(frame => copy.AsSpan().IndexOf((ReadOnlySpan<byte>)[0xFF, (byte)frame, 0x00, 0x11])).Max();
        BinaryPrimitives.WriteUInt16BigEndian(copy.AsSpan(at + 5), (ushort)height);
        BinaryPrimitives.WriteUInt16BigEndian(copy.AsSpan(at + 7), (ushort)width);
        return copy;
    }

    /// <summary>A JPEG with a scan for each colour. It takes as much memory as a progressive one without being one.</summary>
    public static byte[] JpegOfColourScans(byte[] baseline, int width, int height)
    {
        var jpeg = JpegOfSize(baseline, width, height);
        var scan = jpeg.AsSpan().LastIndexOf((ReadOnlySpan<byte>)[0xFF, 0xDA]);
        byte[] one = [0xFF, 0xDA, 0x00, 0x08, 0x01, 0x01, 0x00, 0x00, 0x3F, 0x00];
        return [.. jpeg[..scan], .. one, .. jpeg[(scan + 14)..]];
    }

    /// <summary>A reader that takes 0xFF01 for a segment of metadata would not see the frame header.</summary>
    public static byte[] JpegWithHiddenFrame(byte[] jpeg) => [.. jpeg[..2], 0xFF, 0x01, .. jpeg[2..]];

    /// <summary>A lossless WebP with a larger size in its header.</summary>
    public static byte[] WebpOfSize(byte[] lossless, int width, int height)
    {
        byte[] copy = [.. lossless];
        var at = copy.AsSpan().IndexOf("VP8L"u8) + 9;
        var bits = BinaryPrimitives.ReadUInt32LittleEndian(copy.AsSpan(at)) & 0xF000_0000;
        BinaryPrimitives.WriteUInt32LittleEndian(copy.AsSpan(at), bits | (uint)(height - 1) << 14 | (uint)(width - 1));
        return copy;
    }

    /// <summary>A GIF with a larger size in its header.</summary>
    public static byte[] GifOfSize(byte[] gif, int width, int height)
    {
        byte[] copy = [.. gif];
        var frame = copy.AsSpan().IndexOf((ReadOnlySpan<byte>)[0x2C, 0, 0, 0, 0]);
        foreach (var at in new[] { 6, frame + 5 })
        {
            BinaryPrimitives.WriteUInt16LittleEndian(copy.AsSpan(at), (ushort)width);
            BinaryPrimitives.WriteUInt16LittleEndian(copy.AsSpan(at + 2), (ushort)height);
        }

        return copy;
    }

    private static byte[] HeaderOf(int width, int height, bool isInterlaced, bool isDeep)
    {
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9], header[12]) = isDeep ? ((byte)16, (byte)6, (byte)(isInterlaced ? 1 : 0)) : ((byte)8, (byte)2, (byte)(isInterlaced ? 1 : 0));
        return header;
    }

    private static byte[] PngOf(byte[] header, byte[] pixels) =>
    [
        0x89, .. "PNG\r\n"u8, 0x1A, 0x0A,
        .. TestPhotos.PngChunk("IHDR"u8, header), .. TestPhotos.PngChunk("IDAT"u8, pixels), .. TestPhotos.PngChunk("IEND"u8, []),
    ];
}
