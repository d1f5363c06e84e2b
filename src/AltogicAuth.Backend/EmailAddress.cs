using System.Globalization;
using System.Text;

namespace AltogicAuth.Backend;

/// <summary>
/// The address of a mailbox in its canonical form: visible characters only, lower case, NFC, the domain in ASCII. Two spellings of one
/// mailbox are equal.
/// </summary>
internal sealed record EmailAddress
{
    // STD3 rejects domains whose normalized form has other characters than letters, digits and hyphens, such as "℀", which becomes "a/c".
    private static readonly IdnMapping Idn = new() { UseStd3AsciiRules = true };

    private EmailAddress(string local, string domain, string given)
    {
        Value = $"{local}@{domain}";
        Domain = domain;
        Display = $"{local}@{ToUnicode(domain)}";
        AsGiven = given.Trim().ToLowerInvariant();
    }

    public string Value { get; }

    /// <summary>In ASCII.</summary>
    public string Domain { get; }

    /// <summary>The form for people: the domain in its own script.</summary>
    public string Display { get; }

    /// <summary>Trimmed and in lower case, and nothing else: how the first version stored addresses.</summary>
    public string AsGiven { get; }

    /// <summary>Null where it is not an address.</summary>
    public static EmailAddress? TryParse(string? given)
    {
        if (given is null or { Length: > 1_024 } || Clean(given).Split('@') is not [var name, var host])
        {
            return null;
        }

        var local = WithoutJoiners(name);
        // A few scripts need joiners in a domain. Elsewhere they are as invisible as the rest.
        var domain = ToAscii(host) ?? ToAscii(WithoutJoiners(host));
        return domain is not null && local.Length is > 0 and <= 64 && local.Length + 1 + domain.Length <= 254 &&
               !local.Any(IsForbidden) && !domain.Any(IsForbidden)
            ? new EmailAddress(local, domain, given)
            : null;
    }

    /// <summary>What is wrong with a field whose text gave this address.</summary>
    public static InvalidField? ProblemOf(EmailAddress? address, string? given, string param) =>
        address is null ? new InvalidField(param, "Enter a valid email address.", given) : null;

    public bool Equals(EmailAddress? other) => Value == other?.Value;

    public override int GetHashCode() => Value.GetHashCode(StringComparison.Ordinal);

    public override string ToString() => "EmailAddress(hidden)";

    private static string Clean(string given) =>
        string.Concat(given.EnumerateRunes().Where(rune => !IsInvisible(rune)).Select(Narrow)).Trim().ToLowerInvariant().Normalize();

    // The full-width and half-width forms that input methods of East Asia produce, the @ among them.
    private static string Narrow(Rune rune) =>
        rune.Value is >= 0xFF01 and <= 0xFFEE ? rune.ToString().Normalize(NormalizationForm.FormKC) : rune.ToString();

    // Unicode's Default_Ignorable_Code_Point, but for the joiners U+200C and U+200D.
    private static bool IsInvisible(Rune rune) => rune.Value is
        0xAD or 0x34F or 0x61C or 0x115F or 0x1160 or 0x17B4 or 0x17B5 or (>= 0x180B and <= 0x180F) or 0x200B or 0x200E or 0x200F or
        (>= 0x202A and <= 0x202E) or (>= 0x2060 and <= 0x206F) or 0x3164 or (>= 0xFE00 and <= 0xFE0F) or 0xFEFF or 0xFFA0 or
        (>= 0xFFF0 and <= 0xFFF8) or (>= 0x1BCA0 and <= 0x1BCA3) or (>= 0x1D173 and <= 0x1D17A) or (>= 0xE0000 and <= 0xE0FFF);

    private static string WithoutJoiners(string text) => text.Replace("\u200C", "").Replace("\u200D", "").Trim();

    private static bool IsForbidden(char c) => char.IsWhiteSpace(c) || char.IsControl(c) || c is '<' or '>' or '"' or ',' or ';';

    private static string? ToAscii(string host)
    {
        try
        {
            var domain = Ascii.IsValid(host) ? host : Idn.GetAscii(host);
            return domain.Length == 0 || domain.EndsWith('.') ? null : domain;
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    private static string ToUnicode(string domain)
    {
        try
        {
            return domain.Contains("xn--") ? Idn.GetUnicode(domain) : domain;
        }
        catch (ArgumentException)
        {
            return domain;
        }
    }
}
