using System.Text;
using AltogicAuth.Photos;
using Microsoft.Extensions.Options;
using NetVips;

namespace AltogicAuth.Tests.Photos;

public sealed class PhotoProcessorTests : IDisposable
{
    private readonly PhotoProcessor _studio = new(Options.Create(new PhotoOptions()), TimeProvider.System);

    public static TheoryData<string, byte[]> Formats => new()
    {
        { "jpeg", TestPictures.Jpeg() },
        { "png", TestPictures.Png() },
        { "webp", TestPictures.Webp() },
        { "gif", TestPictures.Gif() },
        { "progressive jpeg", TestPictures.Gradient(64, 64).JpegsaveBuffer(interlace: true) },
        { "one pixel", TestPictures.Png(1, 1) },
        { "a strip", TestPictures.Jpeg(4000, 20) },
        { "a line", TestPictures.Png(1, 40_000) },
    };

    [Theory, MemberData(nameof(Formats))]
    public async Task Every_picture_becomes_a_square_of_512_pixels(string what, byte[] upload)
    {
        var picture = Image.NewFromBuffer((await ProcessAsync(upload)).Picture.ToArray());

        Assert.Equal((512, 512, "webpload_buffer"), (picture.Width, picture.Height, (string)picture.Get("vips-loader")));
        Assert.NotEmpty(what);
    }

    public static TheoryData<string, byte[], PhotoError> Refused => new()
    {
        { "nothing", [], PhotoError.Empty },
        { "text", Encoding.UTF8.GetBytes("<html><script>alert(1)</script></html>"), PhotoError.NotAPicture },
        { "svg", Encoding.UTF8.GetBytes("<svg xmlns='http://www.w3.org/2000/svg'/>"), PhotoError.NotAPicture },
        { "html behind a png's first bytes", [.. new byte[] { 0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A }, .. Encoding.UTF8.GetBytes("<html>")], PhotoError.Broken },
        { "a jpeg cut short", CutInHalf(TestPictures.Jpeg()), PhotoError.Broken },
        { "a png cut short", CutInHalf(TestPictures.Png()), PhotoError.Broken },
        { "too many bytes", new byte[5 * 1024 * 1024 + 1], PhotoError.TooLarge },
        { "tiff", TestPictures.Gradient(20, 20).TiffsaveBuffer(), PhotoError.NotAPicture },
    };

    [Theory, MemberData(nameof(Refused))]
    public async Task What_is_no_whole_picture_is_refused(string what, byte[] upload, PhotoError reason)
    {
        Assert.Equal(reason, (await ProcessAsync(upload)).Refusal);
        Assert.NotEmpty(what);
    }

    public static TheoryData<string, byte[]> WithoutEnd => new()
    {
        { "in lines", TestPictures.Jpeg() },
        { "progressive", TestPictures.Gradient(640, 480).JpegsaveBuffer(interlace: true) },
    };

    [Theory, MemberData(nameof(WithoutEnd))]
    public async Task Jpeg_that_lacks_only_its_end_marker_is_taken(string how, byte[] upload)
    {
        Assert.Equal((how, (PhotoError?)null), (how, (await ProcessAsync(upload[..^2])).Refusal));
        Assert.Equal((how, (PhotoError?)null), (how, (await ProcessAsync([.. upload, 0, 0])).Refusal));
        Assert.Equal((how, PhotoError.Broken), (how, (await ProcessAsync(upload[..^40])).Refusal));
        Assert.Equal((how, PhotoError.Broken), (how, (await ProcessAsync(CutInHalf(upload))).Refusal));
    }

    [Fact]
    public async Task Ten_thousand_by_ten_thousand_pixels_are_refused_by_the_header()
    {
        var bomb = Image.Black(10_000, 10_000).PngsaveBuffer(compression: 9);
        Assert.True(bomb.Length < PhotoProcessor.MaxBytes);

        Assert.Equal(PhotoError.TooManyPixels, (await ProcessAsync(bomb)).Refusal);
    }

    [Fact]
    public async Task Just_over_forty_megapixels_are_refused_and_just_under_are_not()
    {
        Assert.Equal(PhotoError.TooManyPixels, (await ProcessAsync(Image.Black(8_000, 5_001).PngsaveBuffer())).Refusal);
        Assert.Null((await ProcessAsync(Image.Black(8_000, 5_000).PngsaveBuffer())).Refusal);
    }

    [Fact]
    public async Task Packed_text_in_a_png_never_reaches_the_decoder()
    {
        var upload = TestPictures.PngWithText(megabytes: 20);
        Assert.Contains(Image.NewFromBuffer(upload).GetFields(), field => field.StartsWith("png-comment", StringComparison.Ordinal));

        Assert.Null((await ProcessAsync(upload)).Refusal);

        var left = PhotoFormat.Of(upload)!.Sanitize(upload, upload.Length)!.Length;

        Assert.DoesNotContain(Image.NewFromBuffer(upload[..left]).GetFields(), field => field.StartsWith("png-comment", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(JpegFormat.MaxScans, false)]
    [InlineData(JpegFormat.MaxScans + 1, true)]
    public void A_jpeg_of_too_many_scans_never_reaches_the_decoder(int scans, bool isRefused)
    {
        var upload = TestPictures.JpegOfScans(scans);

        Assert.Equal(isRefused, PhotoFormat.Of(upload)!.Sanitize(upload, upload.Length) is null);
    }

    [Fact]
    public async Task A_jpeg_of_too_many_scans_is_refused() =>
        Assert.Equal(PhotoError.TookTooLong, (await ProcessAsync(TestPictures.JpegOfScans(JpegFormat.MaxScans + 1))).Refusal);

    [Fact]
    public async Task A_picture_that_waits_too_long_for_its_turn_is_refused_unread()
    {
        using var crowded = new PhotoProcessor(Options.Create(new PhotoOptions { Timeout = TimeSpan.FromMilliseconds(1) }), TimeProvider.System);
        var never = new TaskCompletionSource<int>();
        var slow = Enumerable.Range(0, Environment.ProcessorCount)
            .Select(_ => crowded.ProcessAsync(new SlowUpload(never.Task), 10, TestContext.Current.CancellationToken)).ToList();

        var late = await crowded.ProcessAsync(new SlowUpload(never.Task), 10, TestContext.Current.CancellationToken);

        Assert.Equal(PhotoError.Busy, late.Refusal);
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
    public async Task A_picture_stands_upright_however_the_camera_was_held(int orientation)
    {
        var picture = Image.NewFromBuffer((await ProcessAsync(TestPictures.JpegHeld(orientation))).Picture.ToArray());

        // Where the red half of the stored picture belongs: left, right, top or bottom.
        var (x, y) = orientation switch { 1 or 4 => (20, 256), 2 or 3 => (490, 256), 5 or 6 => (256, 20), _ => (256, 490) };
        var pixel = picture[x, y];
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
    public async Task A_picture_keeps_its_colours_however_they_are_written(string how, byte[] upload)
    {
        var pixel = Image.NewFromBuffer((await ProcessAsync(upload)).Picture.ToArray())[256, 256];

        Assert.True(pixel.Length == 3 && pixel.Zip([190.0, 80, 60]).All(pair => Math.Abs(pair.First - pair.Second) < 8), $"{how}: {string.Join(',', pixel)}");
    }

    [Fact]
    public async Task Place_and_camera_stay_behind()
    {
        var upload = TestPictures.JpegWithGps();
        Assert.Contains("exif-data", Image.NewFromBuffer(upload).GetFields());
        Assert.Contains("TestCamera", Encoding.Latin1.GetString(upload));

        var picture = (await ProcessAsync(upload)).Picture.ToArray();

        Assert.DoesNotContain(Image.NewFromBuffer(picture).GetFields(), field => field.StartsWith("exif", StringComparison.Ordinal) || field.StartsWith("xmp", StringComparison.Ordinal));
        Assert.DoesNotContain("TestCamera", Encoding.Latin1.GetString(picture));
    }

    [Fact]
    public async Task A_picture_that_takes_too_long_is_refused()
    {
        using var hasty = new PhotoProcessor(Options.Create(new PhotoOptions { Timeout = TimeSpan.FromTicks(1) }), TimeProvider.System);
        var upload = TestPictures.Png(6000, 6000);

        Assert.Equal(PhotoError.TookTooLong, (await hasty.ProcessAsync(new MemoryStream(upload), upload.Length, TestContext.Current.CancellationToken)).Refusal);
    }

    /// <summary>Comes when the task does.</summary>
    private sealed class SlowUpload(Task<int> arrival) : MemoryStream
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => new(arrival);
    }

    private static byte[] CutInHalf(byte[] picture) => picture[..(picture.Length / 2)];

    public void Dispose() => _studio.Dispose();

    private Task<PhotoResult> ProcessAsync(byte[] upload) =>
        _studio.ProcessAsync(new MemoryStream(upload), upload.Length, TestContext.Current.CancellationToken);
}
