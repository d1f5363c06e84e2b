using System.Collections;
using System.Globalization;
using System.Resources;
using System.Text.RegularExpressions;
using AltogicAuth.Backend.Messaging;

namespace AltogicAuth.Backend.Tests;

public sealed partial class MailTests
{
    private static readonly Dictionary<string, string> Templates = ReadTemplates();

    [Fact]
    public void Every_language_has_every_template_text_and_plural_form()
    {
        var problems = Language.All.SelectMany(language => MissingTemplatesOf(language).Concat(MissingTextsOf(language))).ToList();

        Assert.True(problems.Count == 0, string.Join('\n', problems));
    }

    [Theory]
    [InlineData("email-confirm")]
    [InlineData("magic-link")]
    [InlineData("reset-pwd")]
    [InlineData("change-email")]
    public void All_languages_and_parts_of_a_mail_use_the_same_variables(string action)
    {
        var html = VariablesOf($"{action}.html");

        Assert.Contains("token.confirmationURL", html);
        Assert.Contains("token.lifetime", html);
        Assert.All(Language.All.Select(SuffixOf), language =>
        {
            Assert.Equal(html, VariablesOf($"{action}{language}.html"));
            Assert.Equal(html.Append("brand.name").Distinct().Order(), VariablesOf($"{action}{language}.txt"));
            Assert.Contains(">{{token.confirmationURL}}</a>", Templates[$"{action}{language}.html"]); // to copy
            Assert.DoesNotMatch("button|düğme|الزر", Templates[$"{action}{language}.txt"]);
            Assert.Matches(@"[,،]\n\n[\p{Lu}\p{Lo}]", Templates[$"{action}{language}.txt"]);
            Assert.Matches(@"[,،]</p>\n<p>[\p{Lu}\p{Lo}]", Templates[$"{action}{language}.html"]);
        });
    }

    [Fact]
    public void Subject_of_every_mail_ends_with_the_name_of_the_product()
    {
        var mails = Templates.Where(template => template.Key.EndsWith(".txt", StringComparison.Ordinal) && !template.Key.EndsWith(".sms.txt", StringComparison.Ordinal) && template.Key != "README.txt").ToList();

        Assert.True(mails.Count >= 24, $"only {mails.Count} mails");
        Assert.All(mails, mail => Assert.Matches(@"^Subject: .+ – \{\{brand\.name\}\}\n\n", mail.Value));
    }

    /// <summary>Values of users and browsers may be in another direction than the text around them.</summary>
    [Fact]
    public void Values_in_the_text_of_a_mail_are_isolated()
    {
        var mails = Templates.Where(template => template.Key.EndsWith(".html", StringComparison.Ordinal) && template.Key != "layout.html");

        Assert.All(mails, mail => Assert.DoesNotMatch(@"(?<!<bdi>)\{\{(user|event|token\.email)", mail.Value));
    }

    [Theory]
    [InlineData("en", "en", "ltr")]
    [InlineData("tr", "tr", "ltr")]
    [InlineData("ar", "ar", "rtl")]
    [InlineData("de", "en", "ltr")]
    public async Task Mail_declares_language_direction_and_colour_schemes(string asked, string language, string direction)
    {
        var data = Directory.CreateTempSubdirectory("altogic-backend-mails-");
        await using (var backend = await BackendHost.StartAsync(data))
        {
            var caller = backend.NewCaller();
            caller.Http.DefaultRequestHeaders.Add("Accept-Language", asked);
            await caller.PostAsync("auth/signup-email", new { email = "ann@example.test", password = "secret phrase" });

            var html = (string?)Assert.Single(await caller.MailsAsync("ann@example.test"))["html"];

            Assert.DoesNotContain("{{", html);
            Assert.Contains($"<html lang=\"{language}\" dir=\"{direction}\">", html);
            Assert.Contains("<meta name=\"color-scheme\" content=\"light dark\">", html);
            Assert.Contains("@media (prefers-color-scheme: dark)", html);
        }

        data.Delete(recursive: true);
    }

    /// <summary>English decides which templates there are.</summary>
    private static IEnumerable<string> MissingTemplatesOf(Language language) => Templates.Keys
        .Where(name => name is not ("README.txt" or "layout.html") && !Language.All.Any(other => name.Contains($".{other.Code}.", StringComparison.Ordinal)))
        .Select(name => name.Insert(name.IndexOf('.'), SuffixOf(language)))
        .Where(name => !Templates.ContainsKey(name))
        .Select(name => $"Templates/{name} is missing.");

    private static IEnumerable<string> MissingTextsOf(Language language)
    {
        const string other = ".Other";
        var english = KeysOf(Language.Find("en"));
        var counted = english.Where(key => key.EndsWith(other, StringComparison.Ordinal)).Select(key => key[..^other.Length]).ToList();
        var required = english.Where(key => !counted.Any(stem => key.StartsWith($"{stem}.", StringComparison.Ordinal)))
            .Concat(counted.SelectMany(stem => language.Plurals.Forms.Select(form => $"{stem}.{form}")));
        return required.Except(KeysOf(language)).Select(key => $"Texts{SuffixOf(language)}.resx lacks {key}.");
    }

    private static List<string> KeysOf(Language language)
    {
        var culture = language.Code == "en" ? CultureInfo.InvariantCulture : language.Culture;
        var texts = new ResourceManager(typeof(Texts)).GetResourceSet(culture, createIfNotExists: true, tryParents: false);
        return texts is null ? [] : [.. texts.Cast<DictionaryEntry>().Select(entry => (string)entry.Key)];
    }

    private static string SuffixOf(Language language) => language.Code == "en" ? "" : $".{language.Code}";

    private static IEnumerable<string> VariablesOf(string template) =>
        Variable().Matches(Templates[template]).Select(match => match.Groups[1].Value).Distinct().Order();

    private static Dictionary<string, string> ReadTemplates()
    {
        const string prefix = "templates/";
        var assembly = typeof(BackendOptions).Assembly;
        return assembly.GetManifestResourceNames().Where(name => name.StartsWith(prefix, StringComparison.Ordinal)).ToDictionary(
            name => name[prefix.Length..],
            name =>
            {
                using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
                return reader.ReadToEnd();
            });
    }

    [GeneratedRegex(@"\{\{([\w.]+)\}\}")]
    private static partial Regex Variable();
}
