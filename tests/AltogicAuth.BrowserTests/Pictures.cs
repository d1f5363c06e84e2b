using Microsoft.Playwright;
using NetVips;

namespace AltogicAuth.BrowserTests;

internal static class Pictures
{
    /// <summary>A soft gradient.</summary>
    public static readonly byte[] Png = Image.Xyz(600, 400)[0].Linear([0.4], [0])
        .Bandjoin(Image.Xyz(600, 400)[1].Linear([0.5], [20]), Image.Black(600, 400) + 140)
        .Cast(Enums.BandFormat.Uchar).Copy(interpretation: Enums.Interpretation.Srgb).PngsaveBuffer();

    public static byte[] Plain(int width, int height) => (Image.Black(width, height, bands: 3) + new double[] { 200, 80, 40 })
        .Cast(Enums.BandFormat.Uchar).Copy(interpretation: Enums.Interpretation.Srgb).PngsaveBuffer();

    /// <summary>Three squares side by side: red, green, blue.</summary>
    public static readonly byte[] ThreeColours = Image.Arrayjoin(
        [.. new double[][] { [255, 0, 0], [0, 255, 0], [0, 0, 255] }.Select(colour => Image.Black(200, 200, bands: 3) + colour)], across: 3)
        .Cast(Enums.BandFormat.Uchar).Copy(interpretation: Enums.Interpretation.Srgb).PngsaveBuffer();

    /// <summary>Nothing in it repeats, so it takes its time on a slow line.</summary>
    public static byte[] Noise(int width, int height) => Image.Gaussnoise(width, height, sigma: 60, mean: 128)
        .Cast(Enums.BandFormat.Uchar).PngsaveBuffer();

    public static FilePayload AsFile(byte[] bytes, string name = "me.png", string type = "image/png") =>
        new() { Name = name, MimeType = type, Buffer = bytes };
}
