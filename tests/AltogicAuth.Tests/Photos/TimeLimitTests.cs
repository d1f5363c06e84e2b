using AltogicAuth.Photos;
using NetVips;

namespace AltogicAuth.Tests.Photos;

public sealed class TimeLimitTests
{
    public static TheoryData<string, byte[]> Interlaced => new()
    {
        { "interlaced PNG", Noise(1200, 900).PngsaveBuffer(interlace: true) },
        { "progressive JPEG", Noise(1200, 900).JpegsaveBuffer(q: 95, interlace: true) },
    };

    // The loader decodes all of it before its first line, so only its next read can stop it.
    [Theory, MemberData(nameof(Interlaced))]
    public void Time_limit_ends_decoding_of_an_interlaced_photo(string what, byte[] upload)
    {
        using var file = new TimeLimitedFile(upload, upload.Length, TimeSpan.FromSeconds(40), new TickingClock());

        Assert.Throws<VipsException>(() =>
        {
            using var photo = Image.NewFromStream(file, failOn: Enums.FailOn.Truncated);
            using var decoded = photo.CopyMemory();
        });

        Assert.True(file.IsOverdue, what);
    }

    private static Image Noise(int width, int height)
    {
        var noise = Image.Gaussnoise(width, height, mean: 128, sigma: 60, seed: 1).Cast(Enums.BandFormat.Uchar);
        return noise.Bandjoin(noise.Invert(), noise).Copy(interpretation: Enums.Interpretation.Srgb);
    }

    /// <summary>Each call advances it by a second.</summary>
    private sealed class TickingClock : TimeProvider
    {
        private long _ticks;

        public override long TimestampFrequency => 1;

        public override long GetTimestamp() => Interlocked.Increment(ref _ticks);
    }
}
