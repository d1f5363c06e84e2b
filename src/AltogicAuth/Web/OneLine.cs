using System.Text.RegularExpressions;

namespace AltogicAuth.Web;

/// <summary>Keeps text of others on one line and stops it from changing the direction of the text around it.</summary>
public static partial class OneLine
{
    public static string Of(string text) => LineBreaks().Replace(DirectionChanges().Replace(text, ""), " ");

    [GeneratedRegex(@"[\p{Cc}\p{Zl}\p{Zp}]+", RegexOptions.None, 1_000)]
    private static partial Regex LineBreaks();

    [GeneratedRegex(@"[\u202A-\u202E\u2066-\u2069]", RegexOptions.None, 1_000)]
    private static partial Regex DirectionChanges();
}
