using System.Collections.Frozen;
using System.Text.RegularExpressions;

namespace AltogicAuth.Passwords;

public enum PasswordResult
{
    Ok,
    Missing,
    TooShort,
    TooLong,
    Common,
    ContainsUserData,
}

/// <summary>Has no rules about character classes: they make passwords worse.</summary>
public sealed partial class PasswordPolicy
{
    public const int MinLength = 8;
    public const int MaxLength = 50; // the platform's limit

    // The limit of the forms. Another client may have stored a longer name, which would take long to search.
    private const int MaxNameLength = 2_000;

    private static readonly string[] ProductNames = ["altogic", "altogicauth"];

    private readonly FrozenSet<string> _common = ReadCommon();

    /// <summary>Length counts UTF-16 units, as the platform does.</summary>
    public PasswordResult Validate(string? password, string? name, params IEnumerable<string?> identifiers) => password switch
    {
        null or "" => PasswordResult.Missing,
        { Length: < MinLength } => PasswordResult.TooShort,
        { Length: > MaxLength } => PasswordResult.TooLong,
        _ when IsMadeOf(Fold(password), UserWords(name, identifiers)) => PasswordResult.ContainsUserData,
        _ when IsCommon(Fold(password)) => PasswordResult.Common,
        _ => PasswordResult.Ok,
    };

    private static string[] UserWords(string? name, IEnumerable<string?> identifiers)
    {
        var foldedName = Fold(name is { Length: <= MaxNameLength } ? name : "");
        var folded = identifiers.OfType<string>().Select(Fold).ToList();
        string[] wholes = [.. ProductNames, foldedName, .. folded, .. folded.SelectMany(identifier => identifier.Split('@'))];
        return [.. wholes
            .Concat(wholes.SelectMany(whole => NoLetters().Split(whole)))
            .Append(NoLetters().Replace(foldedName, ""))
            .Where(word => word.Length is >= 3 and <= MaxLength)
            .Distinct()];
    }

    // "lovelace, ann 1999!" is as easy to guess as "annlovelace".
    // Not by one expression of all words: of thousands it would take seconds to build, or be rejected.
    private static bool IsMadeOf(string password, string[] words)
    {
        var reached = new bool[password.Length + 1];
        reached[0] = true;
        for (var start = 0; start < password.Length; start++)
        {
            if (!reached[start])
            {
                continue;
            }

            reached[start + 1] |= !char.IsLetter(password[start]);
            foreach (var word in words.Where(word => string.CompareOrdinal(password, start, word, 0, word.Length) == 0))
            {
                reached[start + word.Length] = true;
            }
        }

        return reached[^1] && words.Any(password.Contains);
    }

    // Signs in front, and digits and signs at the end, do not make it harder to guess.
    private bool IsCommon(string password)
    {
        var front = password.TakeWhile(c => !char.IsLetterOrDigit(c)).Count();
        var back = password.Reverse().TakeWhile(c => !char.IsLetter(c)).Count();
        return Enumerable.Range(0, front + 1).Any(start =>
            Enumerable.Range(0, Math.Min(back, password.Length - start) + 1).Any(tail => _common.Contains(password[start..^tail])));
    }

    /// <summary>Invariant lower case. The four letters i of Turkish become one.</summary>
    private static string Fold(string text) => string.Concat(text.Select(c => c is 'İ' or 'ı' ? 'i' : char.ToLowerInvariant(c)));

    [GeneratedRegex(@"\P{L}+")]
    private static partial Regex NoLetters();

    private static FrozenSet<string> ReadCommon()
    {
        using var stream = typeof(PasswordPolicy).Assembly.GetManifestResourceStream("common-passwords.txt")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.Ordinal);
    }
}
