using System.Globalization;
using System.Net;

namespace AltogicAuth.Backend;

/// <summary>Name, address and colour of the product, in mails and on the pages of the backend.</summary>
internal sealed class Brand(BackendAddress address, IOptions<BackendOptions> options)
{
    private const double LeastContrast = 4.5;
    private const double WhiteOnDark = 0.6;

    private BrandSettings Settings => options.Value.Brand;

    public string Name => Settings.Name;

    public string Url => Settings.Url is { Length: > 0 } url ? url : address.Site.AbsoluteUri;

    /// <summary>The variables of templates.</summary>
    public IReadOnlyDictionary<string, string> Variables => new Dictionary<string, string>
    {
        ["brand.name"] = Name,
        ["brand.url"] = Url,
        ["brand.initial"] = StringInfo.GetNextTextElement(Name).ToUpperInvariant(),
        ["brand.accent"] = Settings.Accent,
        ["brand.accentOnDark"] = OnDark(Settings.Accent),
    };

    /// <summary>A file of the pages with the variables in it, encoded for HTML and XML.</summary>
    public string Fill(string file) =>
        Variables.Aggregate(file, (text, variable) => text.Replace($"{{{{{variable.Key}}}}}", WebUtility.HtmlEncode(variable.Value)));

    /// <summary>Whether a colour is one such as #3646c9, and dark enough to be read on white and under white text.</summary>
    public static bool IsAccent(string colour) =>
        colour is ['#', .. { Length: 6 } digits] && digits.All(char.IsAsciiHexDigit) && 1.05 / (Luminance(colour) + 0.05) >= LeastContrast;

    /// <summary>So much lighter that even black can be read on dark pages.</summary>
    private static string OnDark(string colour) =>
        $"#{string.Concat(Parts(colour).Select(part => ((int)(part + ((255 - part) * WhiteOnDark))).ToString("x2", CultureInfo.InvariantCulture)))}";

    // The relative luminance of WCAG 2.
    private static double Luminance(string colour)
    {
        double[] linear = [.. Parts(colour).Select(part => part / 255.0).Select(part => part <= 0.04045 ? part / 12.92 : Math.Pow((part + 0.055) / 1.055, 2.4))];
        return (0.2126 * linear[0]) + (0.7152 * linear[1]) + (0.0722 * linear[2]);
    }

    private static byte[] Parts(string colour) => Convert.FromHexString(colour.AsSpan(1));
}
