namespace AltogicAuth.Web;

/// <summary>What every address of the site begins with: nothing, or <c>Site:PathBase</c>. Views write <c>@Root/login</c>.</summary>
public sealed class SiteRoot(IOptions<SiteOptions> options)
{
    public PathString Path { get; } = options.Value.PathBase;

    public override string ToString() => Path.Value ?? "";
}
