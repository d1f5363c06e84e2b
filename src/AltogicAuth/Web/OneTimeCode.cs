using System.Text;

namespace AltogicAuth.Web;

/// <summary>The code of a text message, as it is typed: with spaces or hyphens, and in the digits of any script.</summary>
public static class OneTimeCode
{
    private const int MaxTypedLength = 50;

    /// <summary>ASCII digits, or null.</summary>
    public static string? TryParse(string? typed)
    {
        if (typed is null or { Length: > MaxTypedLength })
        {
            return null;
        }

        var code = string.Concat(typed.EnumerateRunes().Where(rune => !IsSeparator(rune)).Select(ToAscii));
        return code.Length is >= 4 and <= 10 && code.All(char.IsAsciiDigit) ? code : null;
    }

    private static bool IsSeparator(Rune rune) => Rune.IsWhiteSpace(rune) ||
        Rune.GetUnicodeCategory(rune) is UnicodeCategory.DashPunctuation or UnicodeCategory.Format;

    private static string ToAscii(Rune rune) => Rune.GetUnicodeCategory(rune) == UnicodeCategory.DecimalDigitNumber
        ? Rune.GetNumericValue(rune).ToString(CultureInfo.InvariantCulture)
        : rune.ToString();
}
