using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using AltogicAuth.Backend.Data;

namespace AltogicAuth.Backend.Messaging;

/// <summary>
/// The texts of mails, one file per action, language and part, and of SMS, one per action and language. They are embedded in the
/// assembly. An own file of the same name replaces an embedded one, and is read again each time, so that an edit takes effect at once.
/// </summary>
internal sealed partial class MailTemplates(BackendDatabase database, Brand brand, IHostEnvironment environment, IOptions<BackendOptions> options)
{
    private const string SubjectLine = "Subject: ";
    private const string Prefix = "templates/";
    private const string Readme = "README.txt";
    private const string Content = "mail.content";

    private string OwnFiles => options.Value.MailTemplates is { Length: > 0 } folder
        ? Path.Combine(environment.ContentRootPath, folder)
        : Path.Combine(database.Directory, "mail-templates");

    /// <summary>
    /// Creates the folder of own files with a README, unless a setting names one. No texts are copied into it: copies would hide
    /// those of later versions.
    /// </summary>
    public void CreateFolder()
    {
        if (options.Value.MailTemplates is not { Length: > 0 })
        {
            Directory.CreateDirectory(OwnFiles);
            File.WriteAllText(Path.Combine(OwnFiles, Readme), Embedded(Readme));
        }
    }

    /// <summary>A mail with a link, which works as long as the mail says.</summary>
    public RenderedMail Render(string action, string? acceptLanguage, string link, TimeSpan lifetime, IReadOnlyDictionary<string, string> values) =>
        Render(action, acceptLanguage, link, language => new Dictionary<string, string>(values)
        {
            ["token.confirmationURL"] = link,
            ["token.lifetime"] = new Texts(Language.Find(language)).Duration(lifetime),
            ["token.lifetimeMinutes"] = ((long)lifetime.TotalMinutes).ToString(CultureInfo.InvariantCulture),
        });

    /// <summary>A mail about something that has happened.</summary>
    public RenderedMail RenderNotice(string action, string? acceptLanguage, DateTimeOffset happenedAt, IReadOnlyDictionary<string, string> values) =>
        Render(action, acceptLanguage, link: null, language => new Dictionary<string, string>(values)
        {
            ["event.time"] = new Texts(Language.Find(language)).EventTime(happenedAt),
        });

    /// <summary>An SMS with a code. Its last line lets browsers fill in the code on pages of that host, and on no others.</summary>
    public RenderedSms RenderSms(string action, string? acceptLanguage, string code, string host)
    {
        var suffix = SuffixOf(action, acceptLanguage, ".sms.txt");
        var text = Fill(Read($"{action}{suffix}.sms.txt").Trim(), new Dictionary<string, string>(brand.Variables) { ["token.code"] = code });
        return new RenderedSms($"{text}\n\n@{host} #{code}", code);
    }

    private RenderedMail Render(string action, string? acceptLanguage, string? link, Func<string, Dictionary<string, string>> valuesIn)
    {
        var suffix = SuffixOf(action, acceptLanguage, ".txt", ".html");
        var culture = CultureInfo.GetCultureInfo(suffix is "" ? "en" : suffix[1..]);
        var all = new Dictionary<string, string>(brand.Variables.Concat(valuesIn(culture.Name)));
        all["mail.language"] = culture.Name;
        all["mail.direction"] = Language.DirectionOf(culture);
        var text = Read($"{action}{suffix}.txt");
        var (subject, body) = text.StartsWith(SubjectLine, StringComparison.Ordinal) && text.IndexOf('\n') is > 0 and var end
            ? (text[SubjectLine.Length..end], text[(end + 1)..].TrimStart())
            : (action, text);
        all["mail.subject"] = OneLine(Fill(subject, all)).Trim();
        var html = all.ToDictionary(value => value.Key, value => WebUtility.HtmlEncode(value.Value));
        html[Content] = Fill(Read($"{action}{suffix}.html"), html);
        return new RenderedMail(all["mail.subject"], Fill(Read("layout.html"), html), Fill(body, all), link);
    }

    /// <summary><c>.tr</c> where the reader prefers it and there is a template, else empty, for English.</summary>
    private string SuffixOf(string action, string? acceptLanguage, params string[] parts)
    {
        var preferred = Language.PreferredBy(acceptLanguage);
        return LanguageCode().IsMatch(preferred) && parts.All(part => Find($"{action}.{preferred}{part}") is not null)
            ? $".{preferred}"
            : "";
    }

    private string Read(string file) => Find(file) ?? throw new FileNotFoundException("A mail template is missing.", file);

    private string? Find(string file)
    {
        var own = Path.Combine(OwnFiles, file);
        return File.Exists(own) ? File.ReadAllText(own) : Embedded(file);
    }

    private static string? Embedded(string file)
    {
        using var resource = typeof(MailTemplates).Assembly.GetManifestResourceStream(Prefix + file);
        return resource is null ? null : new StreamReader(resource).ReadToEnd();
    }

    /// <summary>In one pass: braces in a value stay as they are.</summary>
    private static string Fill(string template, Dictionary<string, string> values) =>
        Variable().Replace(template, match => values.GetValueOrDefault(match.Groups[1].Value, match.Value));

    private static string OneLine(string text) => string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c));

    [GeneratedRegex(@"\{\{\s*([\w.]+)\s*\}\}", RegexOptions.None, 1_000)]
    private static partial Regex Variable();

    [GeneratedRegex("^[a-z]{2}$", RegexOptions.None, 1_000)]
    private static partial Regex LanguageCode();
}
