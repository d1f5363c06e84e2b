namespace AltogicAuth.Web;

/// <summary>Gives the framework's antiforgery cookie, which knows no cookie manager, the same name and attributes as the others.</summary>
public sealed class AntiforgeryCookie(AppCookieManager cookies, IHttpContextAccessor accessor) : CookieBuilder
{
    public override string? Name
    {
        get => cookies.NameOf(accessor.HttpContext!, "antiforgery");
        set => throw new NotSupportedException();
    }

    public override CookieOptions Build(HttpContext context, DateTimeOffset expiresFrom) =>
        cookies.Harden(context, base.Build(context, expiresFrom));
}
