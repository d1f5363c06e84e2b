using System.Text;
using PhoneNumbers;
using ParsedNumber = PhoneNumbers.PhoneNumber;

namespace AltogicAuth.Web;

/// <summary>Equal to every other notation of the same number.</summary>
public sealed record PhoneNumber
{
    /// <summary>Longer than any notation of a number. Checked before parsing, which takes long for a long text.</summary>
    private const int MaxTypedLength = 50;

    private const string NoRegion = "ZZ";
    private const string Worldwide = "001";

    private static readonly PhoneNumberUtil Plans = PhoneNumberUtil.GetInstance();

    // Null for a number of an account that no numbering plan has.
    private readonly ParsedNumber? _parsed;

    private PhoneNumber(string value, ParsedNumber? parsed)
    {
        Value = value;
        _parsed = parsed;
    }

    /// <summary>E.164, such as <c>+905321234567</c>. For the backend, for comparisons and for rate limits.</summary>
    public string Value { get; }

    /// <summary>The number without its country code.</summary>
    public string NationalDigits => _parsed is null ? Value[1..] : Plans.GetNationalSignificantNumber(_parsed);

    /// <summary>Only mobile phones of a country do. Premium and satellite numbers earn money with them.</summary>
    public bool CanReceiveTexts => _parsed is not null && Plans.GetRegionCodeForNumber(_parsed) != Worldwide &&
        Plans.GetNumberType(_parsed) is PhoneNumberType.MOBILE or PhoneNumberType.FIXED_LINE_OR_MOBILE;

    public static bool IsRegion(string region) => Plans.GetSupportedRegions().Contains(region);

    /// <summary>Null unless a numbering plan has the number. Without a region it needs its country code.</summary>
    public static PhoneNumber? TryParse(string? typed, string? region)
    {
        // The parser reads letters as the digits of their keys, or as an extension.
        if (typed is null or { Length: > MaxTypedLength } || typed.EnumerateRunes().Any(Rune.IsLetter))
        {
            return null;
        }

        return TryParsePlan(typed, region ?? NoRegion) is { HasExtension: false } parsed && Plans.IsValidNumber(parsed)
            ? new PhoneNumber(Plans.Format(parsed, PhoneNumberFormat.E164), parsed)
            : null;
    }

    /// <summary>As the backend has it: another client may have registered a number that no numbering plan has.</summary>
    public static PhoneNumber? FromAccount(string? value) =>
        value is { Length: >= 7 and <= 16 } && value[0] == '+' && value.AsSpan(1).IndexOfAnyExceptInRange('0', '9') < 0
            ? new PhoneNumber(value, TryParsePlan(value, NoRegion))
            : null;

    /// <summary>As people of the region write it: a number of their own without its country code.</summary>
    public string DisplayIn(string? region)
    {
        if (_parsed is null)
        {
            return Value;
        }

        var isOwn = region is not null && region == Plans.GetRegionCodeForNumber(_parsed);
        return Plans.Format(_parsed, isOwn ? PhoneNumberFormat.NATIONAL : PhoneNumberFormat.INTERNATIONAL);
    }

    public bool Equals(PhoneNumber? other) => Value == other?.Value;

    public override int GetHashCode() => Value.GetHashCode(StringComparison.Ordinal);

    public override string ToString() => "PhoneNumber(hidden)";

    private static ParsedNumber? TryParsePlan(string text, string region)
    {
        try
        {
            return Plans.Parse(text, region);
        }
        catch (NumberParseException)
        {
            return null;
        }
    }
}
