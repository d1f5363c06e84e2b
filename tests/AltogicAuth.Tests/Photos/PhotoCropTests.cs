using System.Globalization;
using AltogicAuth.Photos;
using Microsoft.Extensions.Options;
using NetVips;

namespace AltogicAuth.Tests.Photos;

public sealed class PhotoCropTests : IDisposable
{
    private readonly PhotoProcessor _processor = new(Options.Create(new PhotoOptions()), TimeProvider.System);

    static PhotoCropTests() => Libvips.Configure();

    [Theory]
    [InlineData("0,0,1", 0, 0, 400)]
    [InlineData("0.5,0.25,0.5", 300, 100, 200)]
    [InlineData("0.333333,0,1", 200, 0, 400)]
    [InlineData("0.334,0,1", 200, 0, 400)] // less than a pixel outside
    [InlineData("1,1,0.0001", 599, 399, 1)]
    public void Crop_is_a_square_of_whole_pixels(string crop, int left, int top, int side) =>
        Assert.Equal(new PixelSquare(left, top, side), PhotoCrop.SquareOf(PhotoCrop.TryParse(crop), 600, 400, orientation: 1));

    [Theory]
    [InlineData("0.5,0,1")]
    [InlineData("0,0.5,1")]
    [InlineData("0.9,0.9,0.5")]
    public void Crop_outside_the_photo_means_the_centre(string crop) =>
        Assert.Equal(new PixelSquare(100, 0, 400), PhotoCrop.SquareOf(PhotoCrop.TryParse(crop), 600, 400, orientation: 1));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(",,")]
    [InlineData("0,0")]
    [InlineData("0,0,1,1")]
    [InlineData("-0.1,0,1")]
    [InlineData("0,-0.1,1")]
    [InlineData("0,0,-1")]
    [InlineData("0,0,0")]
    [InlineData("0,0,1.5")]
    [InlineData("NaN,0,1")]
    [InlineData("0,0,NaN")]
    [InlineData("0,0,Infinity")]
    [InlineData("left,top,side")]
    [InlineData("1e-1,0,1")]
    public void Text_that_is_not_a_crop_means_the_centre(string? text) => Assert.Null(PhotoCrop.TryParse(text));

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    public async Task Crop_is_of_the_upright_photo(int orientation) =>
        await AssertCroppedAsync(TestPhotos.GradientWithOrientation(orientation), 0.55, 0.1, 0.4);

    [Theory]
    [InlineData(0, 0, 1)]
    [InlineData(0.6, 0.7, 0.25)]
    [InlineData(0.8, 0.05, 0.1)]
    public async Task Crop_holds_for_a_photo_that_is_shrunk_while_it_is_read(double left, double top, double side)
    {
        await AssertCroppedAsync(TestPhotos.GradientWithOrientation(6, 6000, 5000), left, top, side);
        await AssertCroppedAsync(TestPhotos.Webp(3000, 2000), left, top, side);
    }

    public void Dispose() => _processor.Dispose();

    // Compares all four corners, which tells a rotated crop from a mirrored one.
    private async Task AssertCroppedAsync(byte[] upload, double left, double top, double side)
    {
        var crop = PhotoCrop.TryParse(string.Create(CultureInfo.InvariantCulture, $"{left},{top},{side}"));
        var result = await _processor.ProcessAsync(new MemoryStream(upload), upload.Length, crop, TestContext.Current.CancellationToken);
        using var photo = Image.NewFromBuffer(result.Photo.ToArray());
        using var upright = Image.NewFromBuffer(upload).Autorot();
        var pixels = side * Math.Min(upright.Width, upright.Height);
        foreach (var (x, y) in new[] { (0.1, 0.1), (0.9, 0.1), (0.1, 0.9), (0.9, 0.9) })
        {
            var expected = upright[(int)(left * upright.Width + x * pixels), (int)(top * upright.Height + y * pixels)];
            var actual = photo[(int)(x * PhotoProcessor.Side), (int)(y * PhotoProcessor.Side)];
            Assert.True(expected.Zip(actual).All(pair => Math.Abs(pair.First - pair.Second) < 8), $"{x}, {y}: {string.Join(' ', expected)} became {string.Join(' ', actual)}");
        }
    }
}
