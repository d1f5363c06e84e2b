using AltogicAuth.Photos;
using Microsoft.Extensions.Options;
using NetVips;

namespace AltogicAuth.Tests.Photos;

public sealed class DecodingMemoryTests : IDisposable
{
    private readonly PhotoProcessor _processor = new(Options.Create(new PhotoOptions { Timeout = TimeSpan.FromMinutes(5) }), TimeProvider.System);

    static DecodingMemoryTests() => Libvips.Configure();

    public static TheoryData<string, byte[]> Demanding => new()
    {
        { "16 bits, transparent, interlaced", HostilePhotos.Png(6300, 6300, isInterlaced: true) },
        { "16 bits, two lines of 20 million pixels", HostilePhotos.PngHeader(20_000_000, 2, isInterlaced: false) },
        { "16 bits, 400 lines of 100,000 pixels", HostilePhotos.PngHeader(100_000, 400, isInterlaced: false) },
        { "progressive, full colours", HostilePhotos.JpegOfSize(Jpeg(isProgressive: true), 7300, 5400) },
        { "progressive, frame header hidden", HostilePhotos.JpegWithHiddenFrame(HostilePhotos.JpegOfSize(TestPhotos.Gradient(64, 64).JpegsaveBuffer(interlace: true), 7300, 5400)) },
        { "a scan for each colour", HostilePhotos.JpegOfColourScans(Jpeg(isProgressive: false), 7300, 5400) },
        { "lossless WebP", HostilePhotos.WebpOfSize(TestPhotos.Gradient(64, 64).WebpsaveBuffer(lossless: true, keep: Enums.ForeignKeep.None), 7300, 5400) },
        { "GIF", HostilePhotos.GifOfSize(TestPhotos.Gif(), 7300, 5400) },
    };

    [Theory, MemberData(nameof(Demanding))]
    public async Task Photo_that_needs_too_much_memory_is_rejected(string what, byte[] upload)
    {
        Assert.True(upload.Length < PhotoProcessor.MaxBytes, what);
        Assert.Equal(PhotoError.TooDemanding, (await ProcessAsync(upload)).Error);
    }

    public static TheoryData<string, byte[]> Ordinary => new()
    {
        { "JPEG of 39 megapixels", Plain(7300, 5400).JpegsaveBuffer() },
        { "PNG of 39 megapixels", HostilePhotos.Png(7300, 5400, isInterlaced: false, isDeep: false) },
        { "PNG of 39 megapixels, 16 bits, transparent", HostilePhotos.Png(7300, 5400, isInterlaced: false) },
        { "WebP of 39 megapixels", Plain(7300, 5400).WebpsaveBuffer(effort: 0) },
        { "progressive JPEG of 39 megapixels", Plain(7300, 5400).JpegsaveBuffer(interlace: true) },
        { "progressive JPEG of 12 megapixels", Plain(4000, 3000).JpegsaveBuffer(interlace: true) },
        { "panorama", Plain(16_000, 2_500).JpegsaveBuffer() },
        { "long screenshot", HostilePhotos.Png(1_200, 30_000, isInterlaced: false, isDeep: false) },
        { "interlaced PNG of 12 megapixels", HostilePhotos.Png(4000, 3000, isInterlaced: true, isDeep: false) },
    };

    [Theory, MemberData(nameof(Ordinary))]
    public async Task Ordinary_photo_is_accepted(string what, byte[] upload)
    {
        Assert.Null((await ProcessAsync(upload)).Error);
        Assert.NotEmpty(what);
    }

    [Fact]
    public async Task Small_part_of_a_large_photo_is_accepted()
    {
        var upload = Plain(7300, 5400).JpegsaveBuffer(interlace: true);

        Assert.Null((await ProcessAsync(upload, PhotoCrop.TryParse("0.5,0.5,0.1"))).Error);
    }

    [Fact]
    public async Task All_photos_share_one_memory_limit()
    {
        var cancellation = TestContext.Current.CancellationToken;
        using var memory = new DecodingMemory();
        var first = await memory.ReserveAsync(DecodingMemory.MegabytesPerPhoto, Timeout.InfiniteTimeSpan, cancellation);
        using var second = await memory.ReserveAsync(DecodingMemory.MegabytesPerPhoto, Timeout.InfiniteTimeSpan, cancellation);
        var third = memory.ReserveAsync(DecodingMemory.MegabytesPerPhoto, Timeout.InfiniteTimeSpan, cancellation);

        using var impatient = await memory.ReserveAsync(1, TimeSpan.Zero, cancellation);
        Assert.False(impatient.IsAcquired);
        Assert.False(third.IsCompleted);

        first.Dispose();
        Assert.True((await third).IsAcquired);
    }

    public void Dispose() => _processor.Dispose();

    private Task<PhotoResult> ProcessAsync(byte[] upload, PhotoCrop? crop = null) =>
        _processor.ProcessAsync(new MemoryStream(upload), upload.Length, crop, TestContext.Current.CancellationToken);

    private static Image Plain(int width, int height) => Image.Black(width, height, bands: 3).Copy(interpretation: Enums.Interpretation.Srgb);

    private static byte[] Jpeg(bool isProgressive) =>
        TestPhotos.Gradient(64, 64).JpegsaveBuffer(interlace: isProgressive, subsampleMode: Enums.ForeignSubsample.Off);
}
