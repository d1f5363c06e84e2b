using NetVips;

namespace AltogicAuth.Tests.Photos;

/// <summary>Pictures made on the spot.</summary>
internal static class TestPictures
{
    public static byte[] Jpeg(int width = 640, int height = 480) => Gradient(width, height).JpegsaveBuffer();

    public static byte[] Png(int width = 640, int height = 480) => Gradient(width, height).PngsaveBuffer();

    public static byte[] Webp(int width = 640, int height = 480) => Gradient(width, height).WebpsaveBuffer();

    public static byte[] Gif(int width = 64, int height = 48) => Gradient(width, height).GifsaveBuffer();

    /// <summary>Left half red, right half blue, and a tag that says how the camera was held.</summary>
    public static byte[] JpegHeld(int orientation) =>
        RedAndBlue().Mutate(image => image.Set(GValue.GIntType, "orientation", orientation)).JpegsaveBuffer(q: 95);

    public static byte[] JpegWithGps() => Gradient(64, 64).Mutate(image =>
    {
        image.Set(GValue.GStrType, "exif-ifd3-GPSLatitude", "52/1 31/1 12/1 (52, 31, 12, Rational, 3 components, 24 bytes)");
        image.Set(GValue.GStrType, "exif-ifd0-Make", "TestCamera (TestCamera, ASCII, 11 components, 11 bytes)");
    }).JpegsaveBuffer();

    public static Image Gradient(int width, int height) =>
        Image.Xyz(width, height)[0].Linear([255.0 / width], [0]).Bandjoin(Image.Xyz(width, height)[1].Linear([255.0 / height], [0]), Image.Black(width, height) + 90)
            .Cast(Enums.BandFormat.Uchar).Copy(interpretation: Enums.Interpretation.Srgb);

    private static Image RedAndBlue()
    {
        var red = Image.Black(200, 200, bands: 3) + new[] { 255, 0, 0 };
        var blue = Image.Black(200, 200, bands: 3) + new[] { 0, 0, 255 };
        return red.Join(blue, Enums.Direction.Horizontal).Cast(Enums.BandFormat.Uchar).Copy(interpretation: Enums.Interpretation.Srgb);
    }
}
