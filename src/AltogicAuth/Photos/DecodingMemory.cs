using System.Threading.RateLimiting;

namespace AltogicAuth.Photos;

public sealed class DecodingMemory : IDisposable
{
    public const int MegabytesPerPhoto = 140;

    // The library itself and the finished photo. This and the lines are measured; docs/reliability.md says how.
    private const int Base = 10;
    private const int Lines = 400;
    private const int LinesPerShrink = 128;

    private readonly ConcurrencyLimiter _limiter = new(new() { PermitLimit = 2 * MegabytesPerPhoto, QueueLimit = int.MaxValue });

    /// <summary>The peak in megabytes: what the loader holds of each pixel until the last one, and the whole lines that shrinking needs.</summary>
    public static int PeakOf(int width, int height, int squareSide, int bytesPerPixel, double heldBytesPerPixel, double shrinkOnLoad)
    {
        var held = (double)width * height * heldBytesPerPixel;
        var (loadedWidth, loadedHeight) = (width / shrinkOnLoad, height / shrinkOnLoad);
        var shrink = squareSide / shrinkOnLoad / PhotoProcessor.Side;
        var lines = Math.Min(loadedHeight, Lines + LinesPerShrink * shrink);
        return Base + (int)Math.Min((held + lines * loadedWidth * bytesPerPixel) / (1024 * 1024), int.MaxValue / 2);
    }

    /// <summary>Waits in a queue. After the timeout the lease is not acquired.</summary>
    public async Task<RateLimitLease> ReserveAsync(int megabytes, TimeSpan timeout, CancellationToken cancellation)
    {
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        waiting.CancelAfter(timeout);
        try
        {
            return await _limiter.AcquireAsync(megabytes, waiting.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return _limiter.AttemptAcquire(megabytes);
        }
    }

    public void Dispose() => _limiter.Dispose();
}
