using System.Text.RegularExpressions;

namespace AltogicAuth.Backend.Tests;

public sealed partial class MailTests
{
    private static readonly Dictionary<string, string> Templates = ReadTemplates();

    [Theory]
    [InlineData("email-confirm")]
    [InlineData("magic-link")]
    [InlineData("reset-pwd")]
    [InlineData("change-email")]
    public void Both_languages_and_parts_of_a_mail_use_the_same_variables(string action)
    {
        var html = VariablesOf($"{action}.html");

        Assert.Contains("token.confirmationURL", html);
        Assert.Contains("token.lifetime", html);
        Assert.All([$"{action}.txt", $"{action}.tr.html", $"{action}.tr.txt"], other => Assert.Equal(html, VariablesOf(other)));
        Assert.All(["", ".tr"], language =>
        {
            Assert.Contains(">{{token.confirmationURL}}</a>", Templates[$"{action}{language}.html"]); // to copy
            Assert.StartsWith("Subject: ", Templates[$"{action}{language}.txt"]);
            Assert.DoesNotMatch("button|düğme", Templates[$"{action}{language}.txt"]);
            Assert.Matches(@",\n\n\p{Lu}", Templates[$"{action}{language}.txt"]);
            Assert.Matches(@",</p>\n<p>\p{Lu}", Templates[$"{action}{language}.html"]);
        });
    }

    [Theory]
    [InlineData("en", "en", "ltr")]
    [InlineData("tr", "tr", "ltr")]
    [InlineData("ar", "ar", "rtl")]
    [InlineData("de", "en", "ltr")]
    public async Task Mail_declares_language_direction_and_colour_schemes(string asked, string language, string direction)
    {
        var data = Directory.CreateTempSubdirectory("altogic-backend-mails-");
        var arabic = data.CreateSubdirectory("mail-templates").FullName;
        await File.WriteAllTextAsync(Path.Combine(arabic, "email-confirm.ar.txt"), "Subject: x", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(arabic, "email-confirm.ar.html"), "<h1>x</h1>", TestContext.Current.CancellationToken);
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
