namespace AltogicAuth.Web;

public static class Plurals
{
    /// <summary>The text for a number. Its key has a plural form at the end, such as <c>Ago.Day.Few</c>.</summary>
    public static string Plural(this IStringLocalizer<Texts> texts, string key, int count) =>
        texts[$"{key}.{Languages.PluralsOf(CultureInfo.CurrentUICulture).FormOf(count)}", count];
}
