using System.Buffers;
using NetVips;

namespace AltogicAuth.Photos;

public enum PhotoError
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
public sealed record PhotoResult(ReadOnlyMemory<byte> Picture, PhotoError? Refusal = null)
{
    public static PhotoResult Refused(PhotoError reason) => new(default, reason);
}

/// <summary>
/// Makes a safe square picture of what somebody uploaded: decoded, turned upright, cropped, stripped of all metadata and
/// encoded anew. As many at once as there are cores and memory; the rest wait for a while, without holding a thread.
/// </summary>
public sealed class PhotoProcessor : IDisposable
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

    static PhotoProcessor()
    {
        NetVips.NetVips.Concurrency = 1;
        Cache.Max = 0;
        NetVips.NetVips.BlockUntrusted = true;
        // libvips would write about each damaged picture to the error stream.
        Log.SetLogHandler("VIPS", Enums.LogLevelFlags.Warning, IgnoreWarning);
    }

    public PhotoProcessor(IOptions<PhotoOptions> options, TimeProvider time) => (_timeout, _time) = (options.Value.Timeout, time);

    public async Task<PhotoResult> ProcessAsync(Stream upload, long length, CancellationToken cancellation)
    {
        if (length == 0)
        {
            return PhotoResult.Refused(PhotoError.Empty);
        }

        if (length > MaxBytes)
        {
            return PhotoResult.Refused(PhotoError.TooLarge);
        }

        if (!await _cores.WaitAsync(_timeout, cancellation))
        {
            return PhotoResult.Refused(PhotoError.Busy);
        }

        try
        {
            // In memory only now: what waits costs nothing.
            using var memory = MemoryPool<byte>.Shared.Rent((int)length + PhotoFormat.Room);
            await upload.ReadExactlyAsync(memory.Memory[..(int)length], cancellation);
            return await ProcessAsync(memory.Memory, (int)length, cancellation);
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

    private async Task<PhotoResult> ProcessAsync(Memory<byte> buffer, int length, CancellationToken cancellation)
    {
        if (PhotoFormat.Of(buffer.Span[..length]) is not { } format)
        {
            return PhotoResult.Refused(PhotoError.NotAPicture);
        }

        if (format.Sanitize(buffer.Span, length) is not { } file)
        {
            return PhotoResult.Refused(PhotoError.TookTooLong);
        }

        using var decoder = new PhotoDecoder(buffer, format, file, _timeout, _time);
        if (await Task.Run(decoder.Inspect, CancellationToken.None) is { } refusal)
        {
            return PhotoResult.Refused(refusal);
        }

        using var lease = await _memory.ReserveAsync(decoder.Megabytes, _timeout, cancellation);
        return lease.IsAcquired
            ? await Task.Run(decoder.Decode, CancellationToken.None)
            : PhotoResult.Refused(PhotoError.Busy);
    }
}
