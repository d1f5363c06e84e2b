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

    /// <summary>Words that Turkish shares with English.</summary>
    private static readonly HashSet<string> SameInTurkish = ["Program", "Tablet"];

    /// <summary>The keys of texts that depend on a number, without their plural forms.</summary>
    private static readonly HashSet<string> Counted =
        [.. English.Keys.Where(key => key.EndsWith(".Other", StringComparison.Ordinal)).Select(key => key[..^".Other".Length])];

    [Fact]
    public void Every_language_has_every_text_and_plural_form()
    {
        var problems = Languages.Supported.SelectMany(ProblemsOf).ToList();

        Assert.True(problems.Count == 0, string.Join('\n', problems));
    }

    [Fact]
    public void Every_key_in_views_and_code_has_its_text()
    {
        var named = Sources("*.cs*")
            .SelectMany(file => Key().Matches(File.ReadAllText(file)).Select(match => match.Groups[1].Value + (match.Value.StartsWith("Plural", StringComparison.Ordinal) ? ".Other" : "")))
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
            .. new[] { SecurityNotices.PasswordChanged, SecurityNotices.EmailChanged, SecurityNotices.PhoneChanged }.Select(what => $"Notice.{what}"),
            .. Sources("*.cs*").SelectMany(file => KeyForBoth().Matches(File.ReadAllText(file)).Select(match => $"{match.Groups[1].Value}.OrPhone")),
            .. new[] { "MagicLink.Button", "Resend.Button", "Forgot.Button" }.Select(button => $"{button}.OrPhone"),
            .. Theme.Choices.Select(choice => $"Theme.{choice}"),
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
    public void Relative_time_is_now_or_in_minutes_hours_or_days()
    {
        var texts = TextsIn("tr");

        Assert.Equal("az önce", texts.Ago(TimeSpan.FromSeconds(59)));
        Assert.Equal("1 dakika önce", texts.Ago(TimeSpan.FromSeconds(60)));
        Assert.Equal("59 dakika önce", texts.Ago(TimeSpan.FromMinutes(59.9)));
        Assert.Equal("23 saat önce", texts.Ago(TimeSpan.FromHours(23.9)));
        Assert.Equal("400 gün önce", texts.Ago(TimeSpan.FromDays(400)));
    }

    [Theory]
    [InlineData("en", 1, "1 day ago")]
    [InlineData("en", 2, "2 days ago")]
    [InlineData("ar", 1, "قبل يوم")]
    [InlineData("ar", 2, "قبل يومين")]
    [InlineData("ar", 3, "قبل 3 أيام")]
    [InlineData("ar", 10, "قبل 10 أيام")]
    [InlineData("ar", 11, "قبل 11 يومًا")]
    [InlineData("ar", 99, "قبل 99 يومًا")]
    [InlineData("ar", 100, "قبل 100 يوم")]
    [InlineData("ar", 102, "قبل 102 يوم")]
    [InlineData("ar", 103, "قبل 103 أيام")]
    public void Relative_time_has_the_plural_form_of_its_language(string language, int days, string text) =>
        Assert.Equal(text, TextsIn(language).Ago(TimeSpan.FromDays(days)));

    [Fact]
    public void Missing_text_of_another_language_is_in_English()
    {
        var texts = new TextsLocalizer(new WithGerman());
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("de-AT");

        Assert.Equal("Anmelden", texts["Login.Title"]);
        Assert.Equal("Create an account", texts["Register.Title"]);
        Assert.Equal("3 minutes ago", texts["Ago.Minute.Other", 3]);
        Assert.False(texts["Register.Title"].ResourceNotFound);
    }

    [Theory]
    [InlineData("tr-TR,tr;q=0.9", null, "tr", "Giriş yapın")]
    [InlineData("de,en;q=0.5", null, "en", "Log in")]
    [InlineData("xx-YY", null, "en", "Log in")]
    [InlineData("tr", "en", "en", "Log in")]
    [InlineData("en", "tr", "tr", "Giriş yapın")]
    [InlineData("ar-EG,ar;q=0.9", null, "ar", "تسجيل الدخول")]
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

        Assert.Equal("E-posta adresinizi onaylayın – AltogicAuth", mail.Subject);
        var profile = await turk.OpenToTheEndAsync(mail.Link);
        Assert.Equal("az önce", profile.Document.QuerySelector("time")!.TextContent);
    }

    private static IEnumerable<string> ProblemsOf(CultureInfo language)
    {
        var file = language.Name == "en" ? "Texts.resx" : $"Texts.{language.Name}.resx";
        var texts = Read(file);
        var required = English.Keys.Where(key => !IsCounted(key))
            .Concat(Counted.SelectMany(key => Languages.PluralsOf(language).Forms.Select(form => $"{key}.{form}")))
            .ToHashSet();
        return
        [
            .. required.Except(texts.Keys).Select(key => $"{file} lacks {key}."),
            .. texts.Keys.Except(required).Select(key => $"{file} has {key}, which nothing needs."),
            // A plural form such as "yesterday" needs no number.
            .. texts.Where(text => !IsCounted(text.Key) && !ArgumentsOf(text.Value).SequenceEqual(ArgumentsOf(English.GetValueOrDefault(text.Key, ""))))
                .Select(text => $"{file} has other arguments in {text.Key}."),
            .. texts.Where(text => language.Name != "en" && text.Value == English.GetValueOrDefault(text.Key) && !(language.Name == "tr" && SameInTurkish.Contains(text.Value)))
                .Select(text => $"{file} has {text.Key} in English."),
        ];
    }

    private static bool IsCounted(string key) => Counted.Contains(key[..key.LastIndexOf('.')]);

    private IStringLocalizer<Texts> TextsIn(string language)
    {
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(language);
        return app.Services.GetRequiredService<IStringLocalizer<Texts>>();
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

    [GeneratedRegex("(?:T\\[|texts\\[|SetFlash\\(|sent: |RedisplayWithError\\(|Name = |ErrorMessage = |AddModelError\\([^,]+, |hint=|Plural\\(|ValidationResult\\()\"([A-Z][A-Za-z]+\\.[A-Za-z.-]+)\"")]
    private static partial Regex Key();

    [GeneratedRegex(@"\$""((?:[A-Z][A-Za-z]+\.)+)\{")]
    private static partial Regex KeyInParts();

    [GeneratedRegex("TextFor\\(\"([A-Z][A-Za-z.]+)\"")]
    private static partial Regex KeyForBoth();

    [GeneratedRegex("=> \"([A-Z][A-Za-z]+)\"")]
    private static partial Regex Kind();

    [GeneratedRegex(@"\{\d+[^}]*\}")]
    private static partial Regex Argument();
}
