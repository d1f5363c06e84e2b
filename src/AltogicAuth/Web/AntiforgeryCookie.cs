namespace AltogicAuth.Web;

/// <summary>The framework's antiforgery knows no cookie manager.</summary>
public sealed class AntiforgeryCookie(AppCookieManager cookies, IHttpContextAccessor accessor) : CookieBuilder
{
    public override string? Name => cookies.NameOf(accessor.HttpContext!, "antiforgery");

    public override CookieOptions Build(HttpContext context, DateTimeOffset expiresFrom) =>
        cookies.Harden(context, base.Build(context, expiresFrom));
}
