using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace AltogicAuth.Backend.Accounts;

/// <summary>
/// Browser, system and device of a User-Agent header, under their usual family names. The first rule that
/// matches names the family; its groups are the version.
/// </summary>
internal static class UserAgentParser
{
    private const int MaxLength = 512;

    private static readonly (Regex Pattern, string Family)[] Browsers =
    [
        (Version("HeadlessChrome"), "HeadlessChrome"),
        (Version("SamsungBrowser"), "Samsung Internet"),
        (Version("(?:OPR|Opera|OPiOS)"), "Opera"),
        (Version("EdgiOS"), "Edge Mobile"),
        (Version("EdgA"), "Edge Mobile"),
        (Version("Edge?"), "Edge"),
        (Version("Vivaldi"), "Vivaldi"),
        (Version("DuckDuckGo"), "DuckDuckGo"),
        (Version("FxiOS"), "Firefox iOS"),
        (Rule(@"(?:Mobile|Tablet);.*Firefox/(\d+)(?:\.(\d+))?(?:\.(\d+))?"), "Firefox Mobile"),
        (Version("Firefox"), "Firefox"),
        (Version("CriOS"), "Chrome Mobile iOS"),
        (Rule(@"Chrome/(\d+)(?:\.(\d+))?(?:\.(\d+))?(?:\.\d+)? Mobile"), "Chrome Mobile"),
        (Version("Chromium"), "Chromium"),
        (Version("Chrome"), "Chrome"),
        (Rule(@"Version/(\d+)(?:\.(\d+))?(?:\.(\d+))?.* Mobile/.*Safari"), "Mobile Safari"),
        (Rule(@"Version/(\d+)(?:\.(\d+))?(?:\.(\d+))?.*Safari"), "Safari"),
        (Version("curl"), "curl"),
        (Version("Wget"), "Wget"),
        (Version("PostmanRuntime"), "Postman"),
        (Version("python-requests"), "Python Requests"),
        (Rule("^node$"), "Node.js"),
    ];

    private static readonly (Regex Pattern, string Family)[] Systems =
    [
        (Rule(@"Windows Phone (?:OS )?(\d+)(?:\.(\d+))?(?:\.(\d+))?"), "Windows Phone"),
        (Rule(@"Windows NT (10)\.0"), "Windows"),
        (Rule("Windows"), "Windows"),
        (Rule(@"(?:iPhone|CPU) OS (\d+)[_.](\d+)(?:[_.](\d+))?"), "iOS"),
        (Rule("iPhone|iPad|iPod"), "iOS"),
        (Rule(@"Mac OS X (\d+)[_.](\d+)(?:[_.](\d+))?"), "Mac OS X"),
        (Rule("Macintosh"), "Mac OS X"),
        (Rule(@"Android (\d+)(?:\.(\d+))?(?:\.(\d+))?"), "Android"),
        (Rule("Android"), "Android"),
        (Rule(@"CrOS \S+ (\d+)(?:\.(\d+))?(?:\.(\d+))?"), "Chrome OS"),
        (Rule("Ubuntu"), "Ubuntu"),
        (Rule("Fedora"), "Fedora"),
        (Rule("Linux|X11"), "Linux"),
    ];

    private static readonly (Regex Pattern, string Family)[] Devices =
    [
        (Rule("iPhone"), "iPhone"),
        (Rule("iPad"), "iPad"),
        (Rule("iPod"), "iPod"),
        (Rule("Macintosh"), "Mac"),
        (Rule(@"Android[^;)]*;\s*(?:\w\w-\w\w;\s*)?Pixel"), "Pixel"),
        (Rule(@"Android[^;)]*;\s*(?:\w\w-\w\w;\s*)?SM-T"), "Samsung Tablet"),
        (Rule(@"Android[^;)]*;\s*(?:\w\w-\w\w;\s*)?SM-"), "Samsung Phone"),
        (Rule("Android.*(?:Mobile|Phone)|Mobile;"), "Generic Smartphone"),
        (Rule("Android|Tablet;"), "Generic Tablet"),
    ];

    public static JsonObject Parse(string? header)
    {
        var agent = header is { Length: > MaxLength } ? header[..MaxLength] : header ?? "";
        var browser = Part(agent, Browsers);
        browser["device"] = Part(agent, Devices);
        browser["os"] = Part(agent, Systems);
        return browser;
    }

    private static JsonObject Part(string agent, (Regex Pattern, string Family)[] rules)
    {
        foreach (var (pattern, family) in rules)
        {
            if (pattern.Match(agent) is { Success: true } match)
            {
                return Part(family, Number(match, 1), Number(match, 2), Number(match, 3));
            }
        }

        return Part("Other", "0", "0", "0");
    }

    private static JsonObject Part(string family, string major, string minor, string patch) =>
        new() { ["family"] = family, ["major"] = major, ["minor"] = minor, ["patch"] = patch };

    private static string Number(Match match, int group) => match.Groups[group].Value is { Length: > 0 } number ? number : "0";

    private static Regex Version(string product) => Rule($@"{product}/(\d+)(?:\.(\d+))?(?:\.(\d+))?");

    private static Regex Rule(string pattern) => new(pattern, RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));
}
