namespace AltogicAuth.Web;

/// <summary>Section <c>Site</c>: where the site is on its host, and what tells it from others there.</summary>
public sealed class SiteOptions
{
    public const string Section = "Site";

    /// <summary>The path that the site is below, such as <c>/auth</c>; empty where it has the host to itself.</summary>
    [StringLength(50, ErrorMessage = "Site:PathBase may have {1} characters.")]
    [RegularExpression("(/[A-Za-z0-9_-]+)*", ErrorMessage = "Site:PathBase must be empty or a path such as /auth: letters, digits, - and _, no slash at its end.")]
    public string PathBase { get; set; } = "";

    /// <summary>Tells the site's cookies and keys from those of another one on the same host.</summary>
    [RegularExpression("[A-Za-z0-9]{0,20}", ErrorMessage = "Site:Name must be up to 20 letters and digits.")]
    public string Name { get; set; } = "";

    /// <summary>The full name of a cookie, but for its <c>__Host-</c>.</summary>
    public string NameCookie(string cookie) => Name.Length == 0 ? cookie : $"{Name}-{cookie}";
}
