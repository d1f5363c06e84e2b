using NetVips;

namespace AltogicAuth.Photos;

/// <summary>One upload in the hands of the library: looked at first, decoded afterwards.</summary>
public sealed class PhotoDecoder(ReadOnlyMemory<byte> buffer, PhotoFormat format, PhotoFile file, TimeSpan timeLimit, TimeProvider time) : IDisposable
{
    private const int Quality = 82;

    // Of 0 to 6. From 4, the default, to 2 a picture grows by a few per cent and takes a third less time.
    private const int Effort = 2;

    private readonly TimeLimitedSource _source = new(buffer[..file.Length], timeLimit, time);
    private (double Factor, string Option) _shrink = (1, "");
    private bool _isPlainSrgb;

    /// <summary>What decoding takes at its peak, by the header.</summary>
    public int Megabytes { get; private set; }

    /// <summary>Reads the header. Null when the picture may be decoded.</summary>
    public PhotoError? Inspect()
    {
        try
        {
            using var header = Image.NewFromSource(_source, access: Enums.Access.Sequential);
            if (header.Get("vips-loader") is not string loader || !loader.StartsWith(format.Loader, StringComparison.Ordinal))
            {
                return PhotoError.NotAPicture;
            }

            if ((long)header.Width * header.Height > PhotoProcessor.MaxPixels)
            {
                return PhotoError.TooManyPixels;
            }

            _isPlainSrgb = IsPlainSrgb(header);
            _shrink = format.ShrinkOnLoad((double)Math.Min(header.Width, header.Height) / PhotoProcessor.Side);
            Megabytes = DecodingMemory.PeakOf(header.Width, header.Height, BytesPerPixel(header), file.HeldBytesPerPixel, _shrink.Factor);
            return Megabytes > DecodingMemory.MegabytesPerPicture ? PhotoError.TooDemanding : null;
        }
        catch (VipsException)
        {
            return WhyItFailed();
        }
    }

    /// <summary>Makes the square. Its time counts from here.</summary>
    public PhotoResult Decode()
    {
        _source.Restart();
        try
        {
            using var picture = Image.NewFromSource(
                _source, _shrink.Option, access: Enums.Access.Sequential, failOn: file.LacksOnlyItsEnd ? Enums.FailOn.Warning : Enums.FailOn.Truncated);
            // Cropped first: of a strip of 20,000,000 x 2 pixels the middle alone is worked on.
            var side = Math.Min(picture.Width, picture.Height);
            using var centre = picture.Crop((picture.Width - side) / 2, (picture.Height - side) / 2, side, side);
            // Turns upright, too.
            using var square = centre.ThumbnailImage(PhotoProcessor.Side, height: PhotoProcessor.Side, outputProfile: _isPlainSrgb ? null : "srgb");
            // Looked at as the work goes on: a timer could fire on a picture that has just been disposed.
            square.SetProgress(true);
            square.SignalConnect(Enums.Signals.Eval, (image, _) =>
            {
                if (_source.IsOverdue)
                {
                    image.SetKill(true);
                }
            });
            return new PhotoResult(square.WebpsaveBuffer(q: Quality, effort: Effort, keep: Enums.ForeignKeep.None));
        }
        catch (VipsException)
        {
            return PhotoResult.Refused(WhyItFailed());
        }
    }

    public void Dispose() => _source.Dispose();

    private PhotoError WhyItFailed() => _source.IsOverdue ? PhotoError.TookTooLong : PhotoError.Broken;

    private static int BytesPerPixel(Image header) => header.Bands * (header.Format == Enums.BandFormat.Uchar ? 1 : 2);

    // Most pictures are; carrying each pixel through a colour profile takes as long as everything else.
    private static bool IsPlainSrgb(Image header) =>
        header.Interpretation == Enums.Interpretation.Srgb && !header.Contains("icc-profile-data");
}
