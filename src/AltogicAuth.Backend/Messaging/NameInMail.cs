using System.Text;
using System.Text.RegularExpressions;

namespace AltogicAuth.Backend.Messaging;

/// <summary>A user's name as mails may show it: the API stores any text that a caller sends.</summary>
internal static partial class NameInMail
{
    private const int MaxLength = 100;

    /// <summary>
    /// On one line, and without characters that turn the direction of the text beside it. Null when nothing is left, when it is
    /// too long for a name, or when mail programs would make a link of it.
    /// </summary>
    public static string? Of(string? name)
    {
        var line = LineBreaks().Replace(Turns().Replace(name ?? "", ""), " ").Trim();
        return line.Length is > 0 and <= MaxLength && !LooksLikeLink().IsMatch(Plain(line)) ? line : null;
    }

    // Browsers read other full stops as one too.
    private static string Plain(string line) => line.Normalize(NormalizationForm.FormKC).Replace('。', '.');

    [GeneratedRegex(@"[\p{Cc}\p{Zl}\p{Zp}]+", RegexOptions.None, 1_000)]
    private static partial Regex LineBreaks();

    // Embeddings, overrides and isolates. The marks for one direction do no harm, and some scripts need them.
    [GeneratedRegex(@"[\u202A-\u202E\u2066-\u2069]", RegexOptions.None, 1_000)]
    private static partial Regex Turns();

    [GeneratedRegex(@"://|\bwww\.|[\p{L}\p{N}]\.[\p{L}\p{N}]{2,}", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1_000)]
    private static partial Regex LooksLikeLink();
}
