using System.Text.RegularExpressions;

namespace AltogicAuth.Backend.Endpoints;

/// <summary>What everybody knows about a user: the words of name and address.</summary>
internal static partial class OwnWords
{
    private const int MinLength = 3;

    // A sign-up may bring a name of any length, and looking through it has a price.
    private const int MaxNameLength = 1_000;

    /// <summary>Whether a password holds nothing else, digits and signs apart.</summary>
    public static bool MakeUp(string password, string? name, string email)
    {
        var plain = Fold(password);
        string[] words = [.. Of(name is { Length: <= MaxNameLength } ? Fold(name) : "", Fold(email)).Where(plain.Contains)];
        return words.Length > 0 && !words.Aggregate(plain, (rest, word) => rest.Replace(word, " ")).Any(char.IsLetter);
    }

    // The longest first: of "ann" and "anna" the shorter one would leave a letter.
    private static IEnumerable<string> Of(string name, string email)
    {
        string[] wholes = [name, email, .. email.Split('@')];
        return wholes
            .Concat(wholes.SelectMany(whole => NoLetters().Split(whole)))
            .Append(NoLetters().Replace(name, ""))
            .Where(word => word.Length >= MinLength)
            .OrderByDescending(word => word.Length);
    }

    /// <summary>Lower case without culture, where the four i of Turkish are one.</summary>
    private static string Fold(string text) => string.Concat(text.Select(c => c is 'İ' or 'ı' ? 'i' : char.ToLowerInvariant(c)));

    [GeneratedRegex(@"\P{L}+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex NoLetters();
}
