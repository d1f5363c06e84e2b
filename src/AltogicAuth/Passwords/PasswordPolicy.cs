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

/// <summary>
/// What a new password has to be: 8 to 50 characters of anything (the platform takes no more), none of the common ones,
/// and not made of the user's own name and address alone. No other rule: rules about character classes make passwords worse.
/// </summary>
public sealed partial class PasswordPolicy
{
    public const int MinLength = 8;
    public const int MaxLength = 50;

    // The most that a form takes. Another client may have stored a longer name, and looking through it has a price.
    private const int MaxNameLength = 2_000;

    private static readonly string[] ProductNames = ["altogic", "altogicauth"];

    private readonly FrozenSet<string> _common = ReadCommon();

    /// <param name="password">As typed. Length counts UTF-16 units, as the platform does.</param>
    /// <param name="name">The user's name, where it is known.</param>
    /// <param name="email">The user's address, where it is known.</param>
    public PasswordResult Validate(string? password, string? name, string? email)
    {
        if (string.IsNullOrEmpty(password))
        {
            return PasswordResult.Missing;
        }

        if (password.Length < MinLength)
        {
            return PasswordResult.TooShort;
        }

        if (password.Length > MaxLength)
        {
            return PasswordResult.TooLong;
        }

        var plain = Fold(password);
        if (IsMadeOf(plain, OwnWords(name, email)))
        {
            return PasswordResult.ContainsUserData;
        }

        return IsCommon(plain) ? PasswordResult.Common : PasswordResult.Ok;
    }

    private static string[] OwnWords(string? name, string? email)
    {
        var (plainName, address) = (Fold(name is { Length: <= MaxNameLength } ? name : ""), Fold(email ?? ""));
        string[] wholes = [.. ProductNames, plainName, address, .. address.Split('@')];
        return [.. wholes
            .Concat(wholes.SelectMany(whole => NoLetters().Split(whole)))
            .Append(NoLetters().Replace(plainName, ""))
            .Where(word => word.Length >= 3)
            .Distinct()];
    }

    // "lovelace, ann 1999!" is as easily guessed as "annlovelace".
    private static bool IsMadeOf(string password, string[] words)
    {
        if (!words.Any(password.Contains))
        {
            return false;
        }

        var reached = new bool[password.Length + 1];
        reached[0] = true;
        for (var at = 0; at < password.Length; at++)
        {
            if (!reached[at])
            {
                continue;
            }

            reached[at + 1] |= !char.IsLetter(password[at]);
            foreach (var word in words.Where(word => password.AsSpan(at).StartsWith(word)))
            {
                reached[at + word.Length] = true;
            }
        }

        return reached[^1];
    }

    // Signs in front, and digits and signs behind, make nothing of it harder to guess.
    private bool IsCommon(string password)
    {
        var front = password.TakeWhile(c => !char.IsLetterOrDigit(c)).Count();
        var back = password.Reverse().TakeWhile(c => !char.IsLetter(c)).Count();
        return Enumerable.Range(0, front + 1).Any(start =>
            Enumerable.Range(0, Math.Min(back, password.Length - start) + 1).Any(tail => _common.Contains(password[start..^tail])));
    }

    /// <summary>Lower case without culture, where the four i of Turkish are one.</summary>
    private static string Fold(string text) =>
        string.Concat(text.Select(c => c is 'İ' or 'ı' ? 'i' : char.ToLowerInvariant(c)));

    [GeneratedRegex(@"\P{L}+")]
    private static partial Regex NoLetters();

    private static FrozenSet<string> ReadCommon()
    {
        using var stream = typeof(PasswordPolicy).Assembly.GetManifestResourceStream("common-passwords.txt")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.Ordinal);
    }
}
