namespace AltogicAuth.Backend;

/// <summary>
/// A phone number in strict E.164: <c>+</c> and 6 to 15 digits, of which the first is not zero. Whether a subscriber has such a number is not
/// asked: numbering plans change, and the contract's own sample is in none.
/// </summary>
internal sealed record PhoneNumber
{
    public const string Rule = "A phone number has a + and 6 to 15 digits, the first of which is not 0.";

    private PhoneNumber(string value) => Value = value;

    public string Value { get; }

    /// <summary>Null where it is none. Nothing is left out or added: callers convert what people type.</summary>
    public static PhoneNumber? TryParse(string? given) =>
        given is ['+', >= '1' and <= '9', .. { Length: >= 5 and <= 14 } digits] && digits.All(char.IsAsciiDigit) ? new PhoneNumber(given) : null;

    /// <summary>What is wrong with a field whose text gave this number.</summary>
    public static InvalidField? ProblemOf(PhoneNumber? phone, string? given, string param) =>
        phone is null ? new InvalidField(param, Rule, given) : null;

    public override string ToString() => "PhoneNumber(hidden)";
}
