namespace AltogicAuth.Web;

/// <summary>The start of every address of the site: <c>Site:PathBase</c> or nothing. Views write <c>@Root/login</c>.</summary>
public sealed class SiteRoot(IOptions<SiteOptions> options)
{
    public PathString Path { get; } = options.Value.PathBase;

    public override string ToString() => Path.Value ?? "";
}
