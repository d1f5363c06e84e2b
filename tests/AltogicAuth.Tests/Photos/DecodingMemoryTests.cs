using AltogicAuth.Photos;
using Microsoft.Extensions.Options;
using NetVips;

namespace AltogicAuth.Tests.Photos;

public sealed class DecodingMemoryTests : IDisposable
{
    private readonly PhotoProcessor _studio = new(Options.Create(new PhotoOptions { Timeout = TimeSpan.FromMinutes(5) }), TimeProvider.System);

    public static TheoryData<string, byte[]> Demanding => new()
    {
        { "16 bits, transparent, interlaced", HostilePictures.Png(6300, 6300, isInterlaced: true) },
        { "16 bits, two lines of 20 million pixels", HostilePictures.PngHeader(20_000_000, 2, isInterlaced: false) },
        { "16 bits, 400 lines of 100,000 pixels", HostilePictures.PngHeader(100_000, 400, isInterlaced: false) },
        { "progressive, all colours in full", HostilePictures.JpegSaying(Jpeg(isProgressive: true), 7300, 5400) },
        { "one colour after the other", HostilePictures.JpegOfColoursInTurn(Jpeg(isProgressive: false), 7300, 5400) },
        { "WebP without loss", HostilePictures.WebpSaying(TestPictures.Gradient(64, 64).WebpsaveBuffer(lossless: true, keep: Enums.ForeignKeep.None), 7300, 5400) },
        { "GIF", HostilePictures.GifSaying(TestPictures.Gif(), 7300, 5400) },
    };

    [Theory, MemberData(nameof(Demanding))]
    public async Task Picture_that_needs_too_much_memory_is_rejected_by_its_header(string what, byte[] upload)
    {
        Assert.True(upload.Length < PhotoProcessor.MaxBytes, what);
        Assert.Equal(PhotoError.TooDemanding, (await ProcessAsync(upload)).Refusal);
    }

    public static TheoryData<string, byte[]> Ordinary => new()
    {
        { "JPEG of 39 megapixels", Plain(7300, 5400).JpegsaveBuffer() },
        { "PNG of 39 megapixels", HostilePictures.Png(7300, 5400, isInterlaced: false, isDeep: false) },
        { "PNG of 39 megapixels, 16 bits, transparent", HostilePictures.Png(7300, 5400, isInterlaced: false) },
        { "WebP of 39 megapixels", Plain(7300, 5400).WebpsaveBuffer(effort: 0) },
        { "progressive JPEG of 12 megapixels", Plain(4000, 3000).JpegsaveBuffer(interlace: true) },
        { "panorama", Plain(16_000, 2_500).JpegsaveBuffer() },
        { "long screenshot", HostilePictures.Png(1_200, 30_000, isInterlaced: false, isDeep: false) },
        { "interlaced PNG of 12 megapixels", HostilePictures.Png(4000, 3000, isInterlaced: true, isDeep: false) },
    };

    [Theory, MemberData(nameof(Ordinary))]
    public async Task Ordinary_picture_is_decoded(string what, byte[] upload)
    {
        Assert.Null((await ProcessAsync(upload)).Refusal);
        Assert.NotEmpty(what);
    }

    [Fact]
    public async Task All_pictures_share_one_bound_in_turn()
    {
        var cancellation = TestContext.Current.CancellationToken;
        using var memory = new DecodingMemory();
        var first = await memory.ReserveAsync(DecodingMemory.MegabytesPerPicture, Timeout.InfiniteTimeSpan, cancellation);
        using var second = await memory.ReserveAsync(DecodingMemory.MegabytesPerPicture, Timeout.InfiniteTimeSpan, cancellation);
        var third = memory.ReserveAsync(DecodingMemory.MegabytesPerPicture, Timeout.InfiniteTimeSpan, cancellation);

        using var impatient = await memory.ReserveAsync(1, TimeSpan.Zero, cancellation);
        Assert.False(impatient.IsAcquired);
        Assert.False(third.IsCompleted);

        first.Dispose();
        Assert.True((await third).IsAcquired);
    }

    public void Dispose() => _studio.Dispose();

    private Task<PhotoResult> ProcessAsync(byte[] upload) =>
        _studio.ProcessAsync(new MemoryStream(upload), upload.Length, TestContext.Current.CancellationToken);

    private static Image Plain(int width, int height) => Image.Black(width, height, bands: 3).Copy(interpretation: Enums.Interpretation.Srgb);

    private static byte[] Jpeg(bool isProgressive) =>
        TestPictures.Gradient(64, 64).JpegsaveBuffer(interlace: isProgressive, subsampleMode: Enums.ForeignSubsample.Off);
}
