using System.Threading.RateLimiting;

namespace AltogicAuth.Photos;

/// <summary>What decoding a picture takes at its peak, and the bound that all pictures under way share.</summary>
public sealed class DecodingMemory : IDisposable
{
    public const int MegabytesPerPicture = 140;

    private const int Megabytes = 2 * MegabytesPerPicture;
    private const int MaxWaiting = 1_000_000;
    private const int BytesPerMegabyte = 1024 * 1024;

    // The library at work, and the finished picture. This and the lines are measured; docs/reliability.md says how.
    private const int Base = 10;
    private const int Lines = 400;
    private const int LinesPerShrink = 128;

    private readonly ConcurrencyLimiter _limiter = new(new() { PermitLimit = Megabytes, QueueLimit = MaxWaiting });

    /// <summary>The peak in megabytes: what the loader keeps of each pixel, and as many whole lines as shrinking looks at.</summary>
    /// <param name="width">As stored.</param>
    /// <param name="height">As stored.</param>
    /// <param name="bytesPerPixel">Once it is decoded.</param>
    /// <param name="heldBytesPerPixel">What is kept of each pixel until the last one.</param>
    /// <param name="shrinkOnLoad">By how much width and height are shrunk before a line is kept.</param>
    public static int PeakOf(int width, int height, int bytesPerPixel, double heldBytesPerPixel, double shrinkOnLoad)
    {
        var held = (double)width * height * heldBytesPerPixel;
        var (loadedWidth, loadedHeight) = (width / shrinkOnLoad, height / shrinkOnLoad);
        var shrink = Math.Min(loadedWidth, loadedHeight) / PhotoProcessor.Side;
        var lines = Math.Min(loadedHeight, Lines + LinesPerShrink * shrink);
        return Base + (int)Math.Min((held + lines * loadedWidth * bytesPerPixel) / BytesPerMegabyte, int.MaxValue / 2);
    }

    /// <summary>Waits until that much is free, in turn. The lease is not acquired when it takes too long.</summary>
    public async Task<RateLimitLease> ReserveAsync(int megabytes, TimeSpan patience, CancellationToken cancellation)
    {
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        waiting.CancelAfter(patience);
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
