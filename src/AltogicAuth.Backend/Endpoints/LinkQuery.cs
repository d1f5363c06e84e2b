namespace AltogicAuth.Backend.Endpoints;

/// <summary>
/// The query of a mailed link, as mail programs and people hand it on: <c>&amp;amp;</c> in place of <c>&amp;</c>, and behind a
/// value what stood behind the link in a text, such as a full stop or a bracket.
/// </summary>
internal static class LinkQuery
{
    private const string Escaped = "amp;";

    /// <summary>The first value of that name, as far as it has letters, digits and hyphens: keys and actions have nothing else.</summary>
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
