using System.Text.RegularExpressions;

namespace AltogicAuth.Backend.Accounts;

/// <summary>Finds name, address and number of a user in a password. Other people know them.</summary>
internal static partial class UserDataInPassword
{
    private const int MinLength = 3;
    private const int MinDigits = 6;

    // A sign-up may send a name of any length, and searching it costs time.
    private const int MaxNameLength = 1_000;

    /// <summary>Whether a password has nothing else in it, apart from digits and punctuation.</summary>
    public static bool IsAllOf(string password, string? name, string email)
    {
        var plain = Fold(password);
        string[] words = [.. Of(name is { Length: <= MaxNameLength } ? Fold(name) : "", Fold(email)).Where(plain.Contains)];
        return words.Length > 0 && !words.Aggregate(plain, (rest, word) => rest.Replace(word, " ")).Any(char.IsLetter);
    }

    /// <summary>Whether a password is the phone number, or its end, however it is written.</summary>
    public static bool IsNumber(string password, string? phone) =>
        phone is not null && !password.Any(char.IsLetter) &&
        string.Concat(password.Where(char.IsAsciiDigit)).TrimStart('0') is { Length: >= MinDigits } digits && phone.EndsWith(digits, StringComparison.Ordinal);

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
