using AltogicAuth.Photos;
using Microsoft.Extensions.Options;
using NetVips;

namespace AltogicAuth.Benchmarks.Photos;

/// <summary>Two methods that make a photo of a JPEG from a camera.</summary>
public static class PhotoMethods
{
    private static readonly PhotoProcessor Processor = new(Options.Create(new PhotoOptions()), TimeProvider.System);

    /// <summary>4000 x 3000 pixels with the detail of a photograph.</summary>
    public static byte[] TwelveMegapixels()
    {
        using var noise = Image.Gaussnoise(4000, 3000, mean: 128, sigma: 30, seed: 1);
        using var slopes = Image.Xyz(4000, 3000);
        using var picture = (noise.Gaussblur(3) + (slopes[0] / 40) - (slopes[1] / 60)).Cast(Enums.BandFormat.Uchar);
        using var colour = picture.Bandjoin(picture.Invert(), picture.Flip(Enums.Direction.Horizontal)).Copy(interpretation: Enums.Interpretation.Srgb);
        return colour.JpegsaveBuffer(q: 90);
    }

    public static async Task<int> ByTheAppAsync(byte[] upload)
    {
        using var stream = new MemoryStream(upload);
        var photo = await Processor.ProcessAsync(stream, upload.Length, crop: null, CancellationToken.None);
        return photo.Error is { } error ? throw new InvalidOperationException($"Rejected: {error}") : photo.Photo.Length;
    }

    public static int ByDecodingInFull(byte[] upload)
    {
        using var file = Image.NewFromBuffer(upload);
        using var whole = file.CopyMemory();
        using var square = whole.ThumbnailImage(PhotoProcessor.Side, height: PhotoProcessor.Side, crop: Enums.Interesting.Centre);
        return square.WebpsaveBuffer(q: 82, effort: 2, keep: Enums.ForeignKeep.None).Length;
    }
}
