using System.Collections;
using System.Globalization;
using System.Resources;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using AltogicAuth.Accounts;
using AltogicAuth.Authentication;
using AltogicAuth.EmailLinks;
using AltogicAuth.Resources;
using AltogicAuth.Tests.App;
using AltogicAuth.Tests.Shared;
using AltogicAuth.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;

namespace AltogicAuth.Tests.Resources;

public sealed partial class TextsTests(TestApp app)
{
    private static readonly string Source = RepositoryRoot.PathOf("src", "AltogicAuth");
    private static readonly Dictionary<string, string> English = Read("Texts.resx");
    private static readonly Dictionary<string, string> Turkish = Read("Texts.tr.resx");

    /// <summary>Words that are the same in both languages.</summary>
    private static readonly HashSet<string> SameInBoth = ["Program", "Tablet"];

    [Fact]
    public void Both_languages_have_every_text_with_the_same_arguments()
    {
        Assert.Equal(English.Keys.Order(), Turkish.Keys.Order());
        Assert.All(English, text => Assert.Equal(ArgumentsOf(text.Value), ArgumentsOf(Turkish[text.Key])));
        Assert.Equal(SameInBoth.Order(), English.Where(text => text.Value == Turkish[text.Key]).Select(text => text.Value).Distinct().Order());
    }

    [Fact]
    public void Every_key_in_views_and_code_has_its_text()
    {
        var named = Sources("*.cs*")
            .SelectMany(file => Key().Matches(File.ReadAllText(file)).Select(match => match.Groups[1].Value))
            .ToHashSet();

        Assert.True(named.Count > 100, $"only {named.Count} keys were read");
        Assert.Empty(named.Except(English.Keys));
    }

    [Fact]
    public void Every_composed_key_has_its_text()
    {
        IEnumerable<string> keys =
        [
            .. Sources("*.cshtml").Where(HasTitleOfItsName).Select(file => $"{Path.GetFileNameWithoutExtension(file)}.Title"),
            .. Enum.GetNames<AltogicAuth.Passwords.PasswordResult>().Where(name => name != "Ok").Select(name => $"Password.{name}"),
            .. Enum.GetNames<AltogicAuth.Photos.PhotoError>().Select(name => $"Photo.{name}"),
            .. Enum.GetNames<DeviceClass>().Select(name => $"Sessions.Device.{name}"),
            .. LinkPurpose.All.SelectMany(purpose => new[] { purpose.ButtonText, purpose.RequestText, purpose.SignedInText ?? purpose.ButtonText }),
            .. new[] { SecurityNotices.PasswordChanged, SecurityNotices.EmailChanged }.Select(what => $"Notice.{what}"),
            .. Theme.Choices.Select(choice => $"Theme.{choice}"),
            .. new[] { "Ago.Minute", "Ago.Hour", "Ago.Day", "Wait.Second", "Wait.Minute" }.SelectMany(unit => new[] { unit, $"{unit}s" }),
            .. new[] { "Ways", "Sessions", "Data" }.SelectMany(name => new[] { $"Feature.{name}", $"Feature.{name}.Text" }),
            .. ErrorKinds().SelectMany(kind => new[] { "Title", "Text", "Continue" }.Select(part => $"Error.{kind}.{part}")),
        ];

        Assert.Empty(keys.Except(English.Keys));
    }

    [Fact]
    public void Composed_keys_are_those_of_the_test_above()
    {
        var starts = Sources("*.cs*").SelectMany(file => KeyInParts().Matches(File.ReadAllText(file)).Select(match => match.Groups[1].Value));

        Assert.Equal(
            ["Error.", "Feature.", "Notice.", "Password.", "Photo.", "Sessions.Device.", "Theme."],
            starts.Where(start => start != "AltogicAuth.").Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Relative_time_has_singular_and_plural()
    {
        var texts = app.Services.GetRequiredService<IStringLocalizer<Texts>>();
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("tr");

        Assert.Equal("az önce", texts.Ago(TimeSpan.FromSeconds(59)));
        Assert.Equal("1 dakika önce", texts.Ago(TimeSpan.FromSeconds(60)));
        Assert.Equal("59 dakika önce", texts.Ago(TimeSpan.FromMinutes(59.9)));
        Assert.Equal("23 saat önce", texts.Ago(TimeSpan.FromHours(23.9)));
        Assert.Equal("400 gün önce", texts.Ago(TimeSpan.FromDays(400)));
    }

    [Fact]
    public void Missing_text_of_another_language_is_in_English()
    {
        var texts = new TextsLocalizer(new WithGerman());
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("de-AT");

        Assert.Equal("Anmelden", texts["Login.Title"]);
        Assert.Equal("Create an account", texts["Register.Title"]);
        Assert.Equal("3 minutes ago", texts["Ago.Minutes", 3]);
        Assert.False(texts["Register.Title"].ResourceNotFound);
    }

    [Theory]
    [InlineData("tr-TR,tr;q=0.9", null, "tr", "Giriş yapın")]
    [InlineData("de,en;q=0.5", null, "en", "Log in")]
    [InlineData("xx-YY", null, "en", "Log in")]
    [InlineData("tr", "en", "en", "Log in")]
    [InlineData("en", "tr", "tr", "Giriş yapın")]
    [InlineData("en", "klingon", "en", "Log in")]
    public async Task Language_is_the_choice_then_the_browser_then_English(string accepted, string? cookie, string language, string heading)
    {
        var visitor = app.NewVisitor();
        visitor.Headers.TryAddWithoutValidation("Accept-Language", accepted);
        if (cookie is not null)
        {
            visitor.SetCookie("__Host-language", cookie);
        }

        var page = await visitor.OpenAsync("/login");

        Assert.Equal(language, page.Document.DocumentElement.GetAttribute("lang"));
        Assert.Equal(heading, page.Heading);
    }

    [Theory]
    [InlineData("dark", "dark", "dark")]
    [InlineData("light", "light", "light")]
    [InlineData("<script>", "system", "light dark")]
    public async Task Unknown_theme_is_ignored(string cookie, string theme, string scheme)
    {
        var visitor = app.NewVisitor();
        visitor.Headers.Add("Cookie", $"__Host-theme={cookie}");

        var login = await visitor.OpenAsync("/login");

        Assert.Equal(theme, login.Document.DocumentElement.GetAttribute("data-theme"));
        // What the browser paints before it has read the style sheet.
        Assert.Equal(scheme, login.Document.QuerySelector("meta[name=color-scheme]")!.GetAttribute("content"));
    }

    [Fact]
    public async Task Email_addresses_are_compared_without_culture()
    {
        var id = Guid.NewGuid().ToString("N");
        var turk = app.NewVisitor();
        turk.Headers.TryAddWithoutValidation("Accept-Language", "tr");

        await turk.RegisterAsync(TestUser.New() with { Email = $"INFO-I-{id}@EXAMPLE.TEST" });
        var mail = await app.ReadMailAsync($"info-i-{id}@example.test", "email-confirm");

        Assert.Equal("E-posta adresinizi onaylayın", mail.Subject);
        var profile = await turk.OpenToTheEndAsync(mail.Link);
        Assert.Equal("az önce", profile.Document.QuerySelector("time")!.TextContent);
    }

    private static bool HasTitleOfItsName(string file) =>
        File.ReadAllText(file) is var view && view.StartsWith("@page", StringComparison.Ordinal) && !view.Contains("ViewData[\"Title\"]");

    /// <summary>The kinds of failure that the error page tells apart.</summary>
    private static IEnumerable<string> ErrorKinds() =>
        Kind().Matches(File.ReadAllText(Path.Combine(Source, "Pages", "Error.cshtml.cs"))).Select(match => match.Groups[1].Value);

    private static IEnumerable<string> Sources(string pattern) =>
        Directory.EnumerateFiles(Source, pattern, SearchOption.AllDirectories).Where(file => !file.Contains("/obj/") && !file.Contains("/bin/"));

    private static IEnumerable<string> ArgumentsOf(string text) => Argument().Matches(text).Select(match => match.Value).Order();

    private static Dictionary<string, string> Read(string file) =>
        XDocument.Load(Path.Combine(Source, "Resources", file)).Root!.Elements("data")
            .ToDictionary(data => data.Attribute("name")!.Value, data => data.Element("value")!.Value);

    /// <summary>The texts of the app, and a German file with one of them, which Austria has too.</summary>
    private sealed class WithGerman() : ResourceManager(typeof(Texts))
    {
        protected override ResourceSet? InternalGetResourceSet(CultureInfo culture, bool createIfNotExists, bool tryParents) =>
            culture.Name.StartsWith("de", StringComparison.Ordinal) ? new ResourceSet(new OneText()) : base.InternalGetResourceSet(culture, createIfNotExists, tryParents);
    }

    private sealed class OneText : IResourceReader
    {
        public IDictionaryEnumerator GetEnumerator() => new Hashtable { ["Login.Title"] = "Anmelden" }.GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

        public void Close()
        {
        }

        public void Dispose()
        {
        }
    }

    [GeneratedRegex("(?:T\\[|texts\\[|SetFlash\\(|RedisplayWithError\\(|Name = |ErrorMessage = |AddModelError\\([^,]+, |hint=|ValidationResult\\()\"([A-Z][A-Za-z]+\\.[A-Za-z.-]+)\"")]
    private static partial Regex Key();

    [GeneratedRegex(@"\$""((?:[A-Z][A-Za-z]+\.)+)\{")]
    private static partial Regex KeyInParts();

    [GeneratedRegex("=> \"([A-Z][A-Za-z]+)\"")]
    private static partial Regex Kind();

    [GeneratedRegex(@"\{\d+[^}]*\}")]
    private static partial Regex Argument();
}
