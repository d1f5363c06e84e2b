using System.Buffers;
using Microsoft.Extensions.Options;
using NetVips;

namespace AltogicAuth.Photos;

public enum PhotoRefusal
{
    Empty,
    TooLarge,
    NotAPicture,
    TooManyPixels,
    TooDemanding,
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
/// encoded anew. As many at once as there are cores and memory; the rest wait for a while, without holding a thread.
/// </summary>
public sealed class PhotoStudio : IDisposable
{
    public const int MaxBytes = 5 * 1024 * 1024;
    public const int MaxPixels = 40_000_000;
    public const int Side = 512;
    public const string ContentType = "image/webp";

    private static readonly Log.LogDelegate IgnoreWarning = (_, _, _) => { };

    private readonly SemaphoreSlim _cores = new(Environment.ProcessorCount);
    private readonly DecodingMemory _memory = new();
    private readonly TimeSpan _timeout;
    private readonly TimeProvider _time;

    static PhotoStudio()
    {
        NetVips.NetVips.Concurrency = 1;
        Cache.Max = 0;
        NetVips.NetVips.BlockUntrusted = true;
        // libvips would write about each damaged picture to the error stream.
        Log.SetLogHandler("VIPS", Enums.LogLevelFlags.Warning, IgnoreWarning);
    }

    public PhotoStudio(IOptions<PhotoOptions> options, TimeProvider time) => (_timeout, _time) = (options.Value.Timeout, time);

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
            using var memory = MemoryPool<byte>.Shared.Rent((int)length + PictureFormat.Room);
            await upload.ReadExactlyAsync(memory.Memory[..(int)length], cancellation);
            return await DevelopAsync(memory.Memory, (int)length, cancellation);
        }
        finally
        {
            _cores.Release();
        }
    }

    public void Dispose()
    {
        _cores.Dispose();
        _memory.Dispose();
    }

    private async Task<PhotoResult> DevelopAsync(Memory<byte> buffer, int length, CancellationToken cancellation)
    {
        if (PictureFormat.Of(buffer.Span[..length]) is not { } format)
        {
            return PhotoResult.Refused(PhotoRefusal.NotAPicture);
        }

        if (format.Sanitize(buffer.Span, length) is not { } file)
        {
            return PhotoResult.Refused(PhotoRefusal.TookTooLong);
        }

        using var decoder = new PictureDecoder(buffer, format, file, _timeout, _time);
        if (await Task.Run(decoder.Inspect, CancellationToken.None) is { } refusal)
        {
            return PhotoResult.Refused(refusal);
        }

        using var lease = await _memory.ReserveAsync(decoder.Megabytes, _timeout, cancellation);
        return lease.IsAcquired
            ? await Task.Run(decoder.Decode, CancellationToken.None)
            : PhotoResult.Refused(PhotoRefusal.Busy);
    }
}
