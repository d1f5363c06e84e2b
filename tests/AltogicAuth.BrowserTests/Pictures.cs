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
}
