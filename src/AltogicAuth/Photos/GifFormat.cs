namespace AltogicAuth.Photos;

/// <summary>The loader keeps the frame that is shown, four bytes for each pixel.</summary>
public sealed class GifFormat : PhotoFormat
{
    public override string Name => "gif";

    public override PhotoFile Sanitize(Span<byte> buffer, int length) => new(length, HeldBytesPerPixel: 4);
}
