namespace AltogicAuth.Backend.Api;

/// <summary>
/// The query of a mailed link after mail programs and people have copied it: <c>&amp;amp;</c> in place of <c>&amp;</c>, and after a
/// value the text that followed the link, such as a full stop or a bracket.
/// </summary>
internal static class LinkQuery
{
    private const string Escaped = "amp;";

    /// <summary>The first value of that name, up to the first character that is no letter, digit or hyphen: keys and actions have no others.</summary>
    public static string Read(IQueryCollection query, string name)
    {
        var value = query.Where(parameter => NameOf(parameter.Key) == name).Select(parameter => parameter.Value.ToString()).FirstOrDefault("");
        return string.Concat(value.TakeWhile(c => char.IsAsciiLetterOrDigit(c) || c == '-'));
    }

    private static string NameOf(string key)
    {
        while (key.StartsWith(Escaped, StringComparison.Ordinal))
        {
            key = key[Escaped.Length..];
        }

        return key;
    }
}
