namespace AltogicAuth.Backend.Messaging;

/// <summary>The plural categories that the CLDR gives a language, and which of them a number is in.</summary>
internal sealed record PluralRule(string[] Forms, Func<long, string> FormOf)
{
    public static readonly PluralRule OneOrOther = new(["One", "Other"], count => count == 1 ? "One" : "Other");

    public static readonly PluralRule Arabic = new(["Zero", "One", "Two", "Few", "Many", "Other"], count => count switch
    {
        0 => "Zero",
        1 => "One",
        2 => "Two",
        _ => (count % 100) switch
        {
            >= 3 and <= 10 => "Few",
            >= 11 => "Many",
            _ => "Other",
        },
    });
}
