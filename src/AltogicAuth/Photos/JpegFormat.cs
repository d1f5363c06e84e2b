namespace AltogicAuth.Photos;

/// <summary>
/// Read line by line where one scan has all colours. Else the loader keeps every coefficient until the last scan: two
/// bytes for each sample. It shrinks by 2, 4 or 8, at next to no price.
/// </summary>
public sealed class JpegFormat : PhotoFormat
{
    /// <summary>Cameras and editors write a dozen at most; each one costs a pass over all pixels.</summary>
    public const int MaxScans = 64;

    private const int BytesPerCoefficient = 2;

    public override string Name => "jpeg";

    public override PhotoFile? Sanitize(Span<byte> buffer, int length)
    {
        var structure = JpegStructure.Read(buffer[..length]);
        if (structure.Scans > MaxScans)
        {
            return null;
        }

        var held = structure.IsHeldWhole ? structure.SamplesPerPixel * BytesPerCoefficient : 0;
        if (structure.HasEnd)
        {
            return new(length, held);
        }

        // Some cameras and programs leave the end out. Whether all lines are there, the loader finds out.
        JpegStructure.End.CopyTo(buffer[length..]);
        return new(length + JpegStructure.End.Length, held, LacksOnlyItsEnd: true);
    }

    // Twice as large as wanted at least: the rest is shrunk with more care.
    public override (double Factor, string Option) ShrinkOnLoad(double factor)
    {
        var shrink = factor switch
        {
            >= 16 => 8,
            >= 8 => 4,
            >= 4 => 2,
            _ => 1,
        };
        return (shrink, $"shrink={shrink}");
    }
}
