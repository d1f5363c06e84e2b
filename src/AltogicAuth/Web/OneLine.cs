using System.Globalization;
using System.Text.RegularExpressions;

namespace AltogicAuth.Web;

/// <summary>Text that somebody else chose, in a line of ours: it stays on that line, and does not turn what stands beside it.</summary>
public static partial class OneLine
{
    /// <summary>A space for each line break, and nothing for what turns the direction: embeddings, overrides and isolates.</summary>
    public static string Of(string text) => LineBreaks().Replace(Turns().Replace(text, ""), " ");

    /// <summary>Whether a character breaks the line or turns the direction. The marks of one direction do no harm, and some scripts need them.</summary>
    public static bool IsBrokenBy(char c) => c is (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069') ||
        char.GetUnicodeCategory(c) is UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;

    [GeneratedRegex(@"[\p{Cc}\p{Zl}\p{Zp}]+", RegexOptions.None, 1_000)]
    private static partial Regex LineBreaks();

    [GeneratedRegex(@"[\u202A-\u202E\u2066-\u2069]", RegexOptions.None, 1_000)]
    private static partial Regex Turns();
}
