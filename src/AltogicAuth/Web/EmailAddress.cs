using System.Text;

namespace AltogicAuth.Web;

/// <summary>Equal to every other spelling of the same mailbox, whatever its letter case, width, invisible characters and form of domain.</summary>
public sealed record EmailAddress
{
    private const int MaxTypedLength = 1_024;
    private const int MaxLength = 254;
    private const int MaxLocalLength = 64;

    // STD3 rejects domains whose normalized form has other characters than letters, digits and hyphens, such as "℀", which becomes "a/c".
    private static readonly IdnMapping Idn = new() { UseStd3AsciiRules = true };

    private EmailAddress(string local, string domain, string typed)
    {
        Value = $"{local}@{domain}";
        Display = $"{local}@{ToUnicode(domain)}";
        Spellings = [.. new[] { Value, typed.Trim().ToLowerInvariant(), Display }.Distinct()];
    }

    /// <summary>The canonical form: lower case, the domain in ASCII. For the backend, for comparisons and for rate limits.</summary>
    public string Value { get; }

    /// <summary>For users: the domain in its own script.</summary>
    public string Display { get; }

    /// <summary>The forms that a backend may have stored, the canonical one first. Most addresses have one form.</summary>
    private IReadOnlyList<string> Spellings { get; }

    /// <summary>Null unless there is one @ with text on both sides and no character that could end a mail header or a name.</summary>
    public static EmailAddress? TryParse(string? typed)
    {
        if (typed is null or { Length: > MaxTypedLength } || Clean(typed).Split('@') is not [var name, var host])
        {
            return null;
        }

        var local = WithoutJoiners(name);
        // A few scripts need joiners in a domain. Elsewhere they are invisible characters too.
        var domain = ToAscii(host) ?? ToAscii(WithoutJoiners(host));
        return domain is not null && local.Length is > 0 and <= MaxLocalLength && local.Length + 1 + domain.Length <= MaxLength &&
               !local.Any(IsForbidden) && !domain.Any(IsForbidden)
            ? new EmailAddress(local, domain, typed)
            : null;
    }

    /// <summary>For an account older than the canonical form of its address. Without a success, returns the rejection of that form.</summary>
    // The number of calls depends on the address alone.
    public async Task<T> TryEachSpellingAsync<T>(Func<string, Task<T>> call, Func<T, bool> isSuccess) where T : class
    {
        T? rejection = null;
        foreach (var spelling in Spellings)
        {
            var result = await call(spelling);
            if (isSuccess(result))
            {
                return result;
            }

            rejection ??= result;
        }

        return rejection!;
    }

    public bool Equals(EmailAddress? other) => Value == other?.Value;

    public override int GetHashCode() => Value.GetHashCode(StringComparison.Ordinal);

    public override string ToString() => "EmailAddress(hidden)";

    private static string Clean(string typed) =>
        string.Concat(typed.EnumerateRunes().Where(rune => !IsInvisible(rune)).Select(Narrow)).Trim().ToLowerInvariant().Normalize();

    // East Asian input methods produce full-width and half-width forms, also of the @.
    private static string Narrow(Rune rune) =>
        rune.Value is >= 0xFF01 and <= 0xFFEE ? rune.ToString().Normalize(NormalizationForm.FormKC) : rune.ToString();

    // Unicode's Default_Ignorable_Code_Point without the joiners U+200C and U+200D.
    private static bool IsInvisible(Rune rune) => rune.Value is
        0xAD or 0x34F or 0x61C or 0x115F or 0x1160 or 0x17B4 or 0x17B5 or (>= 0x180B and <= 0x180F) or 0x200B or 0x200E or 0x200F or
        (>= 0x202A and <= 0x202E) or (>= 0x2060 and <= 0x206F) or 0x3164 or (>= 0xFE00 and <= 0xFE0F) or 0xFEFF or 0xFFA0 or
        (>= 0xFFF0 and <= 0xFFF8) or (>= 0x1BCA0 and <= 0x1BCA3) or (>= 0x1D173 and <= 0x1D17A) or (>= 0xE0000 and <= 0xE0FFF);

    private static string WithoutJoiners(string text) => text.Replace("\u200C", "").Replace("\u200D", "").Trim();

    private static bool IsForbidden(char c) =>
        char.IsWhiteSpace(c) || char.IsControl(c) || c is '<' or '>' or '"' or '(' or ')' or ',' or ';' or ':' or '\\';

    private static string? ToAscii(string host) =>
        (Ascii.IsValid(host) ? host : TryMap(Idn.GetAscii, host)) is { } domain && !domain.Split('.').Contains("") ? domain : null;

    private static string ToUnicode(string domain) => domain.Contains("xn--") ? TryMap(Idn.GetUnicode, domain) ?? domain : domain;

    private static string? TryMap(Func<string, string> mapping, string domain)
    {
        try
        {
            return mapping(domain);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }
}
