namespace AltogicAuth.Backend;

public static class ListSetting
{
    private static readonly char[] Separators = [' ', ',', ';'];

    /// <summary>A setting with several values: an array, or one string separated by spaces, commas or semicolons.</summary>
    public static string[] GetList(this IConfiguration configuration, string key)
    {
        var section = configuration.GetSection(key);
        var values = section.Value is { } text ? [text] : section.GetChildren().Select(child => child.Value ?? "");
        return [.. values.SelectMany(value => value.Split(Separators, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))];
    }
}
