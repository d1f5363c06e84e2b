namespace AltogicAuth.Web;

public sealed class SiteOptions
{
    public const string Section = "Site";

    private const string Link = @"(https?://|mailto:|/)\S+";
    private const string LinkRule = " must be empty, or an address that begins with https://, http://, mailto: or /.";

    [StringLength(50, ErrorMessage = "Site:PathBase may have {1} characters.")]
    [RegularExpression("(/[A-Za-z0-9_-]+)*", ErrorMessage = "Site:PathBase must be empty or a path such as /auth: letters, digits, - and _, no slash at its end.")]
    public string PathBase { get; set; } = "";

    /// <summary>Separates the site's cookies and keys from those of another site on the host.</summary>
    [RegularExpression("[A-Za-z0-9]{0,20}", ErrorMessage = "Site:Name must be up to 20 letters and digits.")]
    public string Name { get; set; } = "";

    [RegularExpression(Link, ErrorMessage = "Site:PrivacyUrl" + LinkRule)]
    public string PrivacyUrl { get; set; } = "";

    [RegularExpression(Link, ErrorMessage = "Site:TermsUrl" + LinkRule)]
    public string TermsUrl { get; set; } = "";

    [RegularExpression(Link, ErrorMessage = "Site:HelpUrl" + LinkRule)]
    public string HelpUrl { get; set; } = "";

    /// <summary>The keys of their texts, and their addresses.</summary>
    public IReadOnlyList<(string Text, string Url)> FooterLinks =>
        [.. new[] { ("Footer.Privacy", PrivacyUrl), ("Footer.Terms", TermsUrl), ("Footer.Help", HelpUrl) }
            .Where(link => link.Item2.Length > 0)];
}
