using System.Net;
using System.Text.RegularExpressions;
using AltogicAuth.LocalBackend.Tables;

namespace AltogicAuth.LocalBackend.Mails;

/// <summary>
/// The texts of mails, one file per action, language and part. They are written out at the first start and read again
/// for each mail, so an edited file counts at once.
/// </summary>
internal sealed partial class MailTemplates(BackendDatabase database, IOptions<LocalBackendOptions> options, IHostEnvironment environment)
{
    private const string SubjectLine = "Subject: ";
    private const string Prefix = "templates/";

    private string Directory => options.Value.MailTemplates is { } own
        ? Path.Combine(environment.ContentRootPath, own)
        : Path.Combine(database.Directory, "mail-templates");

    public void WriteDefaults()
    {
        System.IO.Directory.CreateDirectory(Directory);
        foreach (var resource in typeof(MailTemplates).Assembly.GetManifestResourceNames().Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)))
        {
            var file = Path.Combine(Directory, resource[Prefix.Length..]);
            if (!File.Exists(file))
            {
                using var source = typeof(MailTemplates).Assembly.GetManifestResourceStream(resource)!;
                using var target = File.Create(file);
                source.CopyTo(target);
            }
        }
    }

    public RenderedMail Render(string action, string? acceptLanguage, IReadOnlyDictionary<string, string> values)
    {
        var language = LanguageOf(action, acceptLanguage);
        var text = Read($"{action}{language}.txt");
        var (subject, body) = text.StartsWith(SubjectLine, StringComparison.Ordinal) && text.IndexOf('\n') is > 0 and var end
            ? (text[SubjectLine.Length..end].Trim(), text[(end + 1)..].TrimStart())
            : (action, text);
        var content = Fill(Read($"{action}{language}.html"), values, WebUtility.HtmlEncode);
        var html = Fill(
                Read("layout.html"),
                new Dictionary<string, string>(values) { ["mail.subject"] = subject, ["mail.language"] = language is "" ? "en" : language[1..] },
                WebUtility.HtmlEncode)
            .Replace("{{mail.content}}", content);
        return new RenderedMail(OneLine(Fill(subject, values, value => value)), html, Fill(body, values, value => value));
    }

    /// <summary><c>.tr</c> where the reader prefers it and there is a template, else nothing: English.</summary>
    private string LanguageOf(string action, string? acceptLanguage)
    {
        var preferred = (acceptLanguage ?? "").Split(',', ';', '-')[0].Trim().ToLowerInvariant();
        return LanguageCode().IsMatch(preferred) && File.Exists(Path.Combine(Directory, $"{action}.{preferred}.txt")) ? $".{preferred}" : "";
    }

    private string Read(string file) => File.ReadAllText(Path.Combine(Directory, file));

    private static string Fill(string template, IReadOnlyDictionary<string, string> values, Func<string, string> encode) =>
        Variable().Replace(template, match => values.TryGetValue(match.Groups[1].Value, out var value) ? encode(value) : match.Value);

    private static string OneLine(string text) => string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c));

    [GeneratedRegex(@"\{\{\s*([\w.]+)\s*\}\}", RegexOptions.None, 1_000)]
    private static partial Regex Variable();

    [GeneratedRegex("^[a-z]{2}$", RegexOptions.None, 1_000)]
    private static partial Regex LanguageCode();
}
