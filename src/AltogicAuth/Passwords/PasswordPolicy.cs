using System.Collections.Frozen;

namespace AltogicAuth.Passwords;

public enum PasswordVerdict
{
    Ok,
    Missing,
    TooShort,
    TooLong,
    Common,
    OwnData,
}

/// <summary>
/// What a new password has to be: 8 to 50 characters of anything (the platform takes no more), none of the common ones,
/// and not the user's own name or address. No other rule: rules about character classes make passwords worse.
/// </summary>
public sealed class PasswordPolicy
{
    public const int MinLength = 8;
    public const int MaxLength = 50;

    private static readonly string[] ProductNames = ["altogic", "altogicauth"];

    private readonly FrozenSet<string> _common = ReadCommon();

    /// <param name="password">As typed. Length counts UTF-16 units, as the platform does.</param>
    /// <param name="name">The user's name, where it is known.</param>
    /// <param name="email">The user's address, where it is known.</param>
    public PasswordVerdict Judge(string? password, string? name, string? email)
    {
        if (string.IsNullOrEmpty(password))
        {
            return PasswordVerdict.Missing;
        }

        if (password.Length < MinLength)
        {
            return PasswordVerdict.TooShort;
        }

        if (password.Length > MaxLength)
        {
            return PasswordVerdict.TooLong;
        }

        var plain = password.ToLowerInvariant();
        if (OwnWords(name, email).Any(word => IsMadeOf(plain, word)))
        {
            return PasswordVerdict.OwnData;
        }

        return _common.Contains(plain) || _common.Contains(WithoutTail(plain)) ? PasswordVerdict.Common : PasswordVerdict.Ok;
    }

    private static IEnumerable<string> OwnWords(string? name, string? email)
    {
        var address = (email ?? "").ToLowerInvariant();
        var plainName = (name ?? "").ToLowerInvariant();
        return ProductNames
            .Append(address).Append(address.Split('@')[0]).Append(plainName).Append(plainName.Replace(" ", ""))
            .Where(word => word.Length >= 3);
    }

    // "annlovelace1999!" is as easily guessed as "annlovelace".
    private static bool IsMadeOf(string password, string word) => password == word || WithoutTail(password) == word;

    private static string WithoutTail(string password) => password.TrimEnd("0123456789!?.-_*#$".ToCharArray());

    private static FrozenSet<string> ReadCommon()
    {
        using var stream = typeof(PasswordPolicy).Assembly.GetManifestResourceStream("common-passwords.txt")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.Ordinal);
    }
}
