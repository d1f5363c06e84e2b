using System.Text;
using AltogicAuth.Photos;
using Microsoft.Extensions.Options;
using NetVips;

namespace AltogicAuth.Tests.Photos;

public sealed class PhotoProcessorTests : IDisposable
{
    private readonly PhotoProcessor _processor = new(Options.Create(new PhotoOptions()), TimeProvider.System);

    static PhotoProcessorTests() => Libvips.Configure();

    public static TheoryData<string, byte[]> Formats => new()
    {
        { "jpeg", TestPhotos.Jpeg() },
        { "png", TestPhotos.Png() },
        { "webp", TestPhotos.Webp() },
        { "gif", TestPhotos.Gif() },
        { "progressive jpeg", TestPhotos.Gradient(64, 64).JpegsaveBuffer(interlace: true) },
        { "one pixel", TestPhotos.Png(1, 1) },
        { "a strip", TestPhotos.Jpeg(4000, 20) },
        { "a line", TestPhotos.Png(1, 40_000) },
    };

    [Theory, MemberData(nameof(Formats))]
    public async Task Photo_becomes_a_square_of_512_pixels(string what, byte[] upload)
    {
        var photo = Image.NewFromBuffer((await ProcessAsync(upload)).Photo.ToArray());

        Assert.Equal((512, 512, "webpload_buffer"), (photo.Width, photo.Height, (string)photo.Get("vips-loader")));
        Assert.NotEmpty(what);
    }

    public static TheoryData<string, byte[], PhotoError> Invalid => new()
    {
        { "nothing", [], PhotoError.Empty },
        { "text", Encoding.UTF8.GetBytes("<html><script>alert(1)</script></html>"), PhotoError.UnsupportedFormat },
        { "svg", Encoding.UTF8.GetBytes("<svg xmlns='http://www.w3.org/2000/svg'/>"), PhotoError.UnsupportedFormat },
        { "html behind a png's first bytes", [.. new byte[] { 0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A }, .. Encoding.UTF8.GetBytes("<html>")], PhotoError.Broken },
        { "a jpeg cut short", CutInHalf(TestPhotos.Jpeg()), PhotoError.Broken },
        { "a png cut short", CutInHalf(TestPhotos.Png()), PhotoError.Broken },
        { "too many bytes", new byte[5 * 1024 * 1024 + 1], PhotoError.TooLarge },
        { "tiff", TestPhotos.Gradient(20, 20).TiffsaveBuffer(), PhotoError.UnsupportedFormat },
    };

    [Theory, MemberData(nameof(Invalid))]
    public async Task Invalid_photo_is_rejected(string what, byte[] upload, PhotoError reason)
    {
        Assert.Equal(reason, (await ProcessAsync(upload)).Error);
        Assert.NotEmpty(what);
    }

    public static TheoryData<string, byte[]> WithoutEnd => new()
    {
        { "in lines", TestPhotos.Jpeg() },
        { "progressive", TestPhotos.Gradient(640, 480).JpegsaveBuffer(interlace: true) },
    };

    [Theory, MemberData(nameof(WithoutEnd))]
    public async Task Jpeg_without_end_marker_is_accepted(string how, byte[] upload) =>
        Assert.Equal((how, (PhotoError?)null), (how, (await ProcessAsync(upload[..^2])).Error));

    [Theory, MemberData(nameof(WithoutEnd))]
    public async Task Jpeg_with_bytes_after_its_end_is_accepted(string how, byte[] upload) =>
        Assert.Equal((how, (PhotoError?)null), (how, (await ProcessAsync([.. upload, 0, 0])).Error));

    [Theory, MemberData(nameof(WithoutEnd))]
    public async Task Truncated_jpeg_is_rejected(string how, byte[] upload)
    {
        Assert.Equal((how, PhotoError.Broken), (how, (await ProcessAsync(upload[..^40])).Error));
        Assert.Equal((how, PhotoError.Broken), (how, (await ProcessAsync(CutInHalf(upload))).Error));
    }

    [Fact]
    public async Task Pixel_limit_holds_for_a_small_file()
    {
        var bomb = Image.Black(10_000, 10_000).PngsaveBuffer(compression: 9);
        Assert.True(bomb.Length < PhotoProcessor.MaxBytes);

        Assert.Equal(PhotoError.TooManyPixels, (await ProcessAsync(bomb)).Error);
    }

    [Theory]
    [InlineData(5_000, null)]
    [InlineData(5_001, PhotoError.TooManyPixels)]
    public async Task Pixel_limit_is_40_megapixels(int height, PhotoError? error) =>
        Assert.Equal(error, (await ProcessAsync(Image.Black(8_000, height).PngsaveBuffer())).Error);

    [Fact]
    public async Task Png_with_compressed_text_is_accepted() =>
        Assert.Null((await ProcessAsync(TestPhotos.PngWithText(megabytes: 20))).Error);

    [Fact]
    public void Png_text_is_removed_before_decoding()
    {
        var upload = TestPhotos.PngWithText(megabytes: 20);
        Assert.Contains(Image.NewFromBuffer(upload).GetFields(), field => field.StartsWith("png-comment", StringComparison.Ordinal));

        var length = PngFile.RemoveText(upload);

        Assert.DoesNotContain(Image.NewFromBuffer(upload[..length]).GetFields(), field => field.StartsWith("png-comment", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(PhotoDecoder.MaxJpegScans, null)]
    [InlineData(PhotoDecoder.MaxJpegScans + 1, PhotoError.TookTooLong)]
    public void Jpeg_with_too_many_scans_is_rejected_before_decoding(int scans, PhotoError? error)
    {
        var upload = TestPhotos.JpegOfScans(scans);
        using var decoder = new PhotoDecoder(PhotoFormat.Jpeg, upload, upload.Length, crop: null, TimeSpan.FromMinutes(1), TimeProvider.System);

        Assert.Equal(error, decoder.Inspect());
    }

    [Fact]
    public async Task Marker_of_a_scan_in_other_data_is_not_counted() =>
        Assert.Null((await ProcessAsync([.. TestPhotos.Jpeg(), .. Enumerable.Repeat<byte[]>([0xFF, 0xDA], PhotoDecoder.MaxJpegScans + 1).SelectMany(bytes => bytes)])).Error);

    [Fact]
    public async Task Upload_that_waits_too_long_is_rejected_unread()
    {
        using var busy = new PhotoProcessor(Options.Create(new PhotoOptions { Timeout = TimeSpan.FromMilliseconds(1) }), TimeProvider.System);
        var never = new TaskCompletionSource<int>();
        var slow = Enumerable.Range(0, Environment.ProcessorCount)
            .Select(_ => busy.ProcessAsync(new SlowUpload(never.Task), 10, crop: null, TestContext.Current.CancellationToken)).ToList();

        var late = await busy.ProcessAsync(new SlowUpload(never.Task), 10, crop: null, TestContext.Current.CancellationToken);

        Assert.Equal(PhotoError.Busy, late.Error);
        never.SetException(new IOException("The visitor went away."));
        await Assert.ThrowsAsync<IOException>(() => Task.WhenAll(slow));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    public async Task Photo_is_rotated_by_its_orientation(int orientation)
    {
        var photo = Image.NewFromBuffer((await ProcessAsync(TestPhotos.JpegWithOrientation(orientation))).Photo.ToArray());

        // Where the red half of the stored photo belongs: left, right, top or bottom.
        var (x, y) = orientation switch { 1 or 4 => (20, 256), 2 or 3 => (490, 256), 5 or 6 => (256, 20), _ => (256, 490) };
        var pixel = photo[x, y];
        Assert.True(pixel[0] > 200 && pixel[2] < 60, $"not red but {string.Join(',', pixel)}");
    }

    public static TheoryData<string, byte[]> SameColourDifferently
    {
        get
        {
            var colour = Image.Black(64, 64).NewFromImage(190.0, 80, 60).Copy(interpretation: Enums.Interpretation.Srgb).Cast(Enums.BandFormat.Uchar);
            return new()
            {
                { "plain", colour.PngsaveBuffer() },
                { "a wide profile inside", colour.IccTransform("p3", inputProfile: "srgb").PngsaveBuffer() },
                { "print colours", colour.IccTransform("cmyk", inputProfile: "srgb").JpegsaveBuffer(q: 95) },
                { "16 bits", (colour * 257).Cast(Enums.BandFormat.Ushort).Copy(interpretation: Enums.Interpretation.Rgb16).PngsaveBuffer() },
            };
        }
    }

    [Theory, MemberData(nameof(SameColourDifferently))]
    public async Task Colours_are_kept_in_every_encoding(string how, byte[] upload)
    {
        var pixel = Image.NewFromBuffer((await ProcessAsync(upload)).Photo.ToArray())[256, 256];

        Assert.True(pixel.Length == 3 && pixel.Zip([190.0, 80, 60]).All(pair => Math.Abs(pair.First - pair.Second) < 8), $"{how}: {string.Join(',', pixel)}");
    }

    [Fact]
    public async Task Photo_has_no_metadata()
    {
        var upload = TestPhotos.JpegWithGps();
        Assert.Contains("exif-data", Image.NewFromBuffer(upload).GetFields());
        Assert.Contains("TestCamera", Encoding.Latin1.GetString(upload));

        var photo = (await ProcessAsync(upload)).Photo.ToArray();

        Assert.DoesNotContain(Image.NewFromBuffer(photo).GetFields(), field => field.StartsWith("exif", StringComparison.Ordinal) || field.StartsWith("xmp", StringComparison.Ordinal));
        Assert.DoesNotContain("TestCamera", Encoding.Latin1.GetString(photo));
    }

    [Fact]
    public async Task Photo_that_takes_too_long_is_rejected()
    {
        using var impatient = new PhotoProcessor(Options.Create(new PhotoOptions { Timeout = TimeSpan.FromTicks(1) }), TimeProvider.System);
        var upload = TestPhotos.Png(6000, 6000);

        Assert.Equal(PhotoError.TookTooLong, (await impatient.ProcessAsync(new MemoryStream(upload), upload.Length, crop: null, TestContext.Current.CancellationToken)).Error);
    }

    /// <summary>A read completes with the task.</summary>
    private sealed class SlowUpload(Task<int> arrival) : MemoryStream
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => new(arrival);
    }

    private static byte[] CutInHalf(byte[] photo) => photo[..(photo.Length / 2)];

    public void Dispose() => _processor.Dispose();

    private Task<PhotoResult> ProcessAsync(byte[] upload) =>
        _processor.ProcessAsync(new MemoryStream(upload), upload.Length, crop: null, TestContext.Current.CancellationToken);
}
