using AltogicAuth.Benchmarks.Photos;
using BenchmarkDotNet.Attributes;

namespace AltogicAuth.Benchmarks.Micro;

/// <summary>A JPEG of 12 megapixels becomes an avatar: as the app does it, and by decoding it in full.</summary>
public class PhotoBenchmarks
{
    private readonly byte[] _upload = Avatars.TwelveMegapixels();

    [Benchmark]
    public Task<int> ShrinkOnLoad() => Avatars.ByTheAppAsync(_upload);

    [Benchmark(Baseline = true)]
    public int DecodeInFull() => Avatars.ByDecodingInFull(_upload);
}
