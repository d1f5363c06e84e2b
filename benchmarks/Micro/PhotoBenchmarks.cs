using AltogicAuth.Benchmarks.Photos;
using BenchmarkDotNet.Attributes;

namespace AltogicAuth.Benchmarks.Micro;

/// <summary>A JPEG of 12 megapixels becomes a photo: by the method of the app, and by decoding it in full.</summary>
public class PhotoBenchmarks
{
    private readonly byte[] _upload = PhotoMethods.TwelveMegapixels();

    [Benchmark]
    public Task<int> ShrinkOnLoad() => PhotoMethods.ByTheAppAsync(_upload);

    [Benchmark(Baseline = true)]
    public int DecodeInFull() => PhotoMethods.ByDecodingInFull(_upload);
}
