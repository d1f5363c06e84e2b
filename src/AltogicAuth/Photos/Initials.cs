namespace AltogicAuth.Photos;

/// <summary>For an account without a photo. Drawn here, so no third party learns the name.</summary>
public static class Initials
{
    public const int Colours = 8;

    public static string Of(string? name, string? email)
    {
        var words = (name ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        var letters = words switch
        {
            [] => First(email ?? "") is { Length: > 0 } letter ? letter : "?",
            [var only] => First(only),
            [var first, .., var last] => First(first) + First(last),
        };
        return letters.ToUpper(CultureInfo.CurrentUICulture);
    }

    public static int ColourOf(string userId) => userId.Aggregate(0, (sum, c) => (sum * 31 + c) & 0xFFFF) % Colours;

    private static string First(string word) => StringInfo.GetNextTextElement(word);
}
