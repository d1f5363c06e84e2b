using System.Buffers.Binary;

namespace AltogicAuth.Photos;

public static class PngFile
{
    private const int Signature = 8;
    private const int Frame = 12; // length, type, checksum

    /// <summary>Returns the new length. Text compresses a thousandfold, and the loader would decompress all of it before the first pixel.</summary>
    public static int RemoveText(Span<byte> png)
    {
        var kept = Signature;
        var rest = png[Signature..];
        while (rest.Length >= Frame && SizeOf(rest) <= rest.Length)
        {
            var chunk = rest[..(int)SizeOf(rest)];
            if (!IsText(chunk.Slice(4, 4)))
            {
                chunk.CopyTo(png[kept..]);
                kept += chunk.Length;
            }

            rest = rest[chunk.Length..];
        }

        // An incomplete chunk: the loader reports it.
        rest.CopyTo(png[kept..]);
        return kept + rest.Length;
    }

    private static long SizeOf(ReadOnlySpan<byte> chunk) => Frame + (long)BinaryPrimitives.ReadUInt32BigEndian(chunk);

    private static bool IsText(ReadOnlySpan<byte> type) =>
        type.SequenceEqual("tEXt"u8) || type.SequenceEqual("zTXt"u8) || type.SequenceEqual("iTXt"u8);
}
