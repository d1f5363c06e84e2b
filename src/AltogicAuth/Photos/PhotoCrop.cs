namespace AltogicAuth.Photos;

public readonly record struct PixelSquare(int Left, int Top, int Side);

/// <summary>
/// The square of an upright photo that its owner chose: the left and top edge as shares of width and height, the side as a share of the
/// shorter one. So it fits the photo in every size.
/// </summary>
public sealed record PhotoCrop
{
    private PhotoCrop(double left, double top, double side) => (Left, Top, Side) = (left, top, side);

    public double Left { get; }

    public double Top { get; }

    public double Side { get; }

    /// <summary>Null, which means the centre, unless these are three numbers such as <c>0.25,0,0.5</c>.</summary>
    public static PhotoCrop? TryParse(string? text) =>
        text?.Split(',') is [var left, var top, var side] &&
        TryParseShare(left, out var x) && TryParseShare(top, out var y) && TryParseShare(side, out var share) && share > 0
            ? new PhotoCrop(x, y, share)
            : null;

    /// <summary>In pixels of the photo as it is stored, before it is rotated. The centre where there is no crop or it is not inside the photo.</summary>
    public static PixelSquare SquareOf(PhotoCrop? crop, int width, int height, int orientation)
    {
        var isOnItsSide = orientation is >= 5 and <= 8;
        var (uprightWidth, uprightHeight) = isOnItsSide ? (height, width) : (width, height);
        var shorter = Math.Min(width, height);
        var side = Math.Max(1, (int)Math.Round((crop?.Side ?? 1) * shorter));
        var (left, top) = ((uprightWidth - side) / 2, (uprightHeight - side) / 2);
        if (crop is not null)
        {
            var (chosenLeft, chosenTop) = (crop.Left * uprightWidth, crop.Top * uprightHeight);
            // One pixel may be a matter of rounding.
            if (chosenLeft + side > uprightWidth + 1 || chosenTop + side > uprightHeight + 1)
            {
                return SquareOf(null, width, height, orientation);
            }

            left = Math.Min((int)Math.Round(chosenLeft), uprightWidth - side);
            top = Math.Min((int)Math.Round(chosenTop), uprightHeight - side);
        }

        var (right, bottom) = (uprightWidth - left - side, uprightHeight - top - side);
        // How cameras store a photo, by the numbers of the Exif standard.
        return orientation switch
        {
            2 => new(right, top, side),
            3 => new(right, bottom, side),
            4 => new(left, bottom, side),
            5 => new(top, left, side),
            6 => new(top, right, side),
            7 => new(bottom, right, side),
            8 => new(bottom, left, side),
            _ => new(left, top, side),
        };
    }

    // Neither a sign nor an exponent. The bounds also exclude the text "NaN" and "Infinity".
    private static bool TryParseShare(string text, out double share) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out share) && share is >= 0 and <= 1;
}
