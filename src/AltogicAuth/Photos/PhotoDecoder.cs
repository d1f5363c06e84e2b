using NetVips;

namespace AltogicAuth.Photos;

public sealed class PhotoDecoder : IDisposable
{
    /// <summary>Cameras and editors write a dozen at most. Each scan is a pass over all pixels.</summary>
    public const int MaxJpegScans = 64;

    private const int BytesPerJpegSample = 2;

    private readonly PhotoFormat _format;
    private readonly ReadOnlyMemory<byte> _bytes;
    private readonly TimeLimitedFile _file;
    private readonly Enums.FailOn _failOn;
    private readonly PhotoCrop? _crop;
    private (double Factor, string Option) _shrink = (1, "");
    private bool _isPlainSrgb;

    // The buffer has room for an end marker behind the file.
    public PhotoDecoder(PhotoFormat format, byte[] buffer, int length, PhotoCrop? crop, TimeSpan timeLimit, TimeProvider time)
    {
        _format = format;
        _crop = crop;
        _failOn = Enums.FailOn.Truncated;
        if (format == PhotoFormat.Png)
        {
            length = PngFile.RemoveText(buffer.AsSpan(0, length));
        }
        else if (format == PhotoFormat.Jpeg && !JpegFile.HasEnd(buffer.AsSpan(0, length)))
        {
            // With an end marker, libvips reports missing lines as a warning only.
            JpegFile.EndMarker.CopyTo(buffer.AsSpan(length));
            length += JpegFile.EndMarker.Length;
            _failOn = Enums.FailOn.Warning;
        }

        _bytes = buffer.AsMemory(0, length);
        _file = new TimeLimitedFile(buffer, length, timeLimit, time);
    }

    public int Megabytes { get; private set; }

    /// <summary>Null if the photo may be decoded.</summary>
    public PhotoError? Inspect()
    {
        try
        {
            using var header = Image.NewFromStream(_file, access: Enums.Access.Sequential);
            if (header.Get("vips-loader") is not string loader || !loader.StartsWith($"{_format}load", StringComparison.OrdinalIgnoreCase))
            {
                return PhotoError.UnsupportedFormat;
            }

            if ((long)header.Width * header.Height > PhotoProcessor.MaxPixels)
            {
                return PhotoError.TooManyPixels;
            }

            if (_format == PhotoFormat.Jpeg && IsInterlaced(header) && JpegFile.CountScans(_bytes.Span) > MaxJpegScans)
            {
                return PhotoError.TookTooLong;
            }

            // Most photos are. Converting each pixel by a colour profile takes as long as everything else.
            _isPlainSrgb = header.Interpretation == Enums.Interpretation.Srgb && !header.Contains("icc-profile-data");
            var side = SquareOf(header).Side;
            _shrink = ShrinkOnLoad((double)side / PhotoProcessor.Side);
            Megabytes = DecodingMemory.PeakOf(header.Width, header.Height, side, BytesPerPixel(header), HeldBytesPerPixel(header), _shrink.Factor);
            return Megabytes > DecodingMemory.MegabytesPerPhoto ? PhotoError.TooDemanding : null;
        }
        catch (VipsException)
        {
            return ErrorOfFailure();
        }
    }

    public PhotoResult Decode()
    {
        _file.Restart();
        try
        {
            using var upload = Image.NewFromStream(_file, _shrink.Option, access: Enums.Access.Sequential, failOn: _failOn);
            // Cropped first: of 20,000,000 x 2 pixels, only the square is processed.
            var (left, top, side) = SquareOf(upload);
            using var cropped = upload.Crop(left, top, side, side);
            // Also rotates the photo as its metadata says.
            using var square = cropped.ThumbnailImage(PhotoProcessor.Side, height: PhotoProcessor.Side, outputProfile: _isPlainSrgb ? null : "srgb");
            // Checked during the work: a timer could fire after the image was disposed.
            square.SetProgress(true);
            square.SignalConnect(Enums.Signals.Eval, (image, _) => image.SetKill(_file.IsOverdue));
            // Compared with the default effort of 4, a photo grows by a few per cent and takes a third less time.
            return new PhotoResult(null, square.WebpsaveBuffer(q: 82, effort: 2, keep: Enums.ForeignKeep.None));
        }
        catch (VipsException)
        {
            return new PhotoResult(ErrorOfFailure());
        }
    }

    public void Dispose() => _file.Dispose();

    // Of the photo as it is stored: it is not rotated yet, and the loader may have made it smaller.
    private PixelSquare SquareOf(Image image) =>
        PhotoCrop.SquareOf(_crop, image.Width, image.Height, image.Contains("orientation") ? (int)image.Get("orientation") : 1);

    private PhotoError ErrorOfFailure() => _file.IsOverdue ? PhotoError.TookTooLong : PhotoError.Broken;

    // The bytes that the loader keeps for each pixel until the last one; 0 where it reads line by line.
    private double HeldBytesPerPixel(Image header) => _format switch
    {
        PhotoFormat.Jpeg => IsInterlaced(header) ? JpegFile.SamplesPerPixel(_bytes.Span) * BytesPerJpegSample : 0,
        PhotoFormat.Png => IsInterlaced(header) ? BytesPerPixel(header) : 0,
        PhotoFormat.Gif => 4,
        // As measured: all of a lossless or animated one, else its transparency. VP8L found by chance only raises the estimate.
        _ when header.Contains("n-pages") || _bytes.Span.IndexOf("VP8L"u8) >= 0 => 4,
        _ => header.HasAlpha() ? 1.5 : 0.5,
    };

    // How much the loader shrinks by itself, at little cost. A JPEG stays at least twice as large as the result, for its quality.
    private (double Factor, string Option) ShrinkOnLoad(double factor) => (_format, factor) switch
    {
        (PhotoFormat.Jpeg, >= 16) => (8, "shrink=8"),
        (PhotoFormat.Jpeg, >= 8) => (4, "shrink=4"),
        (PhotoFormat.Jpeg, >= 4) => (2, "shrink=2"),
        (PhotoFormat.Webp, > 1) => (factor, FormattableString.Invariant($"scale={1 / factor}")),
        _ => (1, ""),
    };

    // libvips also says so of a JPEG with several scans.
    private static bool IsInterlaced(Image header) => header.Contains("interlaced");

    private static int BytesPerPixel(Image header) => header.Bands * (header.Format == Enums.BandFormat.Uchar ? 1 : 2);
}
