namespace AltogicAuth.Web;

public sealed class SiteOptions
{
    public const string Section = "Site";

    [StringLength(50, ErrorMessage = "Site:PathBase may have {1} characters.")]
    [RegularExpression("(/[A-Za-z0-9_-]+)*", ErrorMessage = "Site:PathBase must be empty or a path such as /auth: letters, digits, - and _, no slash at its end.")]
    public string PathBase { get; set; } = "";

    /// <summary>Separates the site's cookies and keys from those of another site on the host.</summary>
    [RegularExpression("[A-Za-z0-9]{0,20}", ErrorMessage = "Site:Name must be up to 20 letters and digits.")]
    public string Name { get; set; } = "";
}
