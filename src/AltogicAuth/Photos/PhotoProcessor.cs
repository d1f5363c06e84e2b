using System.Buffers;

namespace AltogicAuth.Photos;

public enum PhotoError
{
    Empty,
    TooLarge,
    UnsupportedFormat,
    TooManyPixels,
    TooDemanding,
    Broken,
    TookTooLong,
    Busy,
}

public sealed record PhotoResult(PhotoError? Error, ReadOnlyMemory<byte> Photo = default);

/// <summary>Encodes an upload again, as a square without metadata. Cores and memory limit how many at once; the others wait.</summary>
public sealed class PhotoProcessor(IOptions<PhotoOptions> options, TimeProvider time) : IDisposable
{
    public const int MaxBytes = 5 * 1024 * 1024;
    public const int MaxPixels = 40_000_000;
    public const int Side = 512;
    public const string ContentType = "image/webp";

    private readonly SemaphoreSlim _cores = new(Environment.ProcessorCount);
    private readonly DecodingMemory _memory = new();
    private readonly TimeSpan _timeout = options.Value.Timeout;

    public async Task<PhotoResult> ProcessAsync(Stream upload, long length, PhotoCrop? crop, CancellationToken cancellation)
    {
        if (length is 0 or > MaxBytes)
        {
            return new PhotoResult(length == 0 ? PhotoError.Empty : PhotoError.TooLarge);
        }

        if (!await _cores.WaitAsync(_timeout, cancellation))
        {
            return new PhotoResult(PhotoError.Busy);
        }

        // Only now: a waiting upload takes no memory.
        var buffer = ArrayPool<byte>.Shared.Rent((int)length + JpegFile.EndMarker.Length);
        try
        {
            await upload.ReadExactlyAsync(buffer, 0, (int)length, cancellation);
            return await ProcessAsync(buffer, (int)length, crop, cancellation);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
            _cores.Release();
        }
    }

    public void Dispose()
    {
        _cores.Dispose();
        _memory.Dispose();
    }

    private async Task<PhotoResult> ProcessAsync(byte[] buffer, int length, PhotoCrop? crop, CancellationToken cancellation)
    {
        if (PhotoFormats.Detect(buffer.AsSpan(0, length)) is not { } format)
        {
            return new PhotoResult(PhotoError.UnsupportedFormat);
        }

        using var decoder = new PhotoDecoder(format, buffer, length, crop, _timeout, time);
        if (await Task.Run(decoder.Inspect, CancellationToken.None) is { } error)
        {
            return new PhotoResult(error);
        }

        using var lease = await _memory.ReserveAsync(decoder.Megabytes, _timeout, cancellation);
        return lease.IsAcquired
            ? await Task.Run(decoder.Decode, CancellationToken.None)
            : new PhotoResult(PhotoError.Busy);
    }
}
