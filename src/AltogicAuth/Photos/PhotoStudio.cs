using System.Buffers;
using System.Diagnostics;
using Microsoft.Extensions.Options;
using NetVips;

namespace AltogicAuth.Photos;

public enum PhotoRefusal
{
    Empty,
    TooLarge,
    NotAPicture,
    TooManyPixels,
    Broken,
    TookTooLong,
    Busy,
}

/// <summary>A finished picture, or why there is none.</summary>
public sealed record PhotoResult(ReadOnlyMemory<byte> Picture, PhotoRefusal? Refusal = null)
{
    public static PhotoResult Refused(PhotoRefusal reason) => new(default, reason);
}

/// <summary>
/// Makes a safe square picture of what somebody uploaded: decoded, turned upright, cropped, stripped of all metadata and
/// encoded anew. As many at once as there are cores; the rest wait for a while, without holding a thread or the file.
/// </summary>
public sealed class PhotoStudio : IDisposable
{
    public const int MaxBytes = 5 * 1024 * 1024;
    public const int MaxPixels = 40_000_000;
    public const int Side = 512;
    public const string ContentType = "image/webp";

    private const int Quality = 82;

    // Of 0 to 6. From 4, the default, to 2 a picture grows by a few per cent and takes a third less time.
    private const int Effort = 2;

    private static readonly Log.LogDelegate IgnoreWarning = (_, _, _) => { };

    private readonly SemaphoreSlim _cores = new(Environment.ProcessorCount);
    private readonly TimeSpan _timeout;

    static PhotoStudio()
    {
        NetVips.NetVips.Concurrency = 1;
        Cache.Max = 0;
        NetVips.NetVips.BlockUntrusted = true;
        // libvips would write about each damaged picture to the error stream.
        Log.SetLogHandler("VIPS", Enums.LogLevelFlags.Warning, IgnoreWarning);
    }

    public PhotoStudio(IOptions<PhotoOptions> options) => _timeout = options.Value.Timeout;

    public async Task<PhotoResult> DevelopAsync(Stream upload, long length, CancellationToken cancellation)
    {
        if (length == 0)
        {
            return PhotoResult.Refused(PhotoRefusal.Empty);
        }

        if (length > MaxBytes)
        {
            return PhotoResult.Refused(PhotoRefusal.TooLarge);
        }

        if (!await _cores.WaitAsync(_timeout, cancellation))
        {
            return PhotoResult.Refused(PhotoRefusal.Busy);
        }

        try
        {
            // In memory only now: what waits costs nothing.
            using var memory = MemoryPool<byte>.Shared.Rent((int)length);
            var file = memory.Memory[..(int)length];
            await upload.ReadExactlyAsync(file, cancellation);
            if (PictureFormat.Of(file.Span) is not { } format)
            {
                return PhotoResult.Refused(PhotoRefusal.NotAPicture);
            }

            return format.Defuse(file.Span) is { } safe
                ? await Task.Run(() => Develop(file[..safe], format), CancellationToken.None)
                : PhotoResult.Refused(PhotoRefusal.TookTooLong);
        }
        finally
        {
            _cores.Release();
        }
    }

    public void Dispose() => _cores.Dispose();

    private PhotoResult Develop(ReadOnlyMemory<byte> file, PictureFormat format)
    {
        var clock = Stopwatch.StartNew();
        var isOverdue = false;
        try
        {
            string? profile;
            using var source = Source.NewFromMemory(file.Span);
            using (var header = Image.NewFromSource(source, access: Enums.Access.Sequential))
            {
                if (header.Get("vips-loader") is not string loader || !loader.StartsWith(format.Loader, StringComparison.Ordinal))
                {
                    return PhotoResult.Refused(PhotoRefusal.NotAPicture);
                }

                if ((long)header.Width * header.Height > MaxPixels)
                {
                    return PhotoResult.Refused(PhotoRefusal.TooManyPixels);
                }

                profile = IsPlainSrgb(header) ? null : "srgb";
            }

            // Shrinks while it loads, turns upright, and refuses a file that is cut short. The option goes to the loader
            // itself: the argument of the same name does not reach it.
            using var shrunk = Image.ThumbnailSource(
                source, Side, optionString: "fail_on=truncated", height: Side, size: Enums.Size.Down, crop: Enums.Interesting.Centre, outputProfile: profile);
            // What was small grows only after the crop: a strip of 40,000 x 1 would become 20 million pixels wide first.
            var side = Math.Min(shrunk.Width, shrunk.Height);
            using var centre = shrunk.Crop((shrunk.Width - side) / 2, (shrunk.Height - side) / 2, side, side);
            using var square = centre.ThumbnailImage(Side, height: Side);
            // Looked at by the decoder as it goes: a timer could fire on a picture that has just been disposed.
            square.SetProgress(true);
            square.SignalConnect(Enums.Signals.Eval, (picture, _) =>
            {
                if (clock.Elapsed > _timeout)
                {
                    isOverdue = true;
                    picture.SetKill(true);
                }
            });
            return new PhotoResult(square.WebpsaveBuffer(q: Quality, effort: Effort, keep: Enums.ForeignKeep.None));
        }
        catch (VipsException)
        {
            return PhotoResult.Refused(isOverdue ? PhotoRefusal.TookTooLong : PhotoRefusal.Broken);
        }
    }

    // Most pictures are; carrying each pixel through a colour profile takes as long as everything else.
    private static bool IsPlainSrgb(Image picture) =>
        picture.Interpretation == Enums.Interpretation.Srgb && !picture.Contains("icc-profile-data");
}
