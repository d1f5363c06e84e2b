using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.DataProtection;

namespace AltogicAuth.Web;

/// <summary>Names and hardens every cookie. Development over http omits <c>__Host-</c> and Secure: a browser would drop such a cookie.</summary>
public sealed class AppCookieManager(
    IHostEnvironment environment, IOptions<SiteOptions> site, IDataProtectionProvider protection, TimeProvider time) : ICookieManager
{
    private readonly ChunkingCookieManager _chunks = new() { ThrowForPartialCookies = false };

    public ProtectedCookie<T> Protect<T>(string name, TimeSpan lifetime, SameSiteMode sameSite) where T : class =>
        new(name, lifetime, sameSite, protection.CreateProtector($"AltogicAuth.{name}.v1"), this, time);

    public string? GetRequestCookie(HttpContext context, string key) => _chunks.GetRequestCookie(context, NameOf(context, key));

    public void AppendResponseCookie(HttpContext context, string key, string? value, CookieOptions options) =>
        _chunks.AppendResponseCookie(context, NameOf(context, key), value, Harden(context, options));

    public void DeleteCookie(HttpContext context, string key, CookieOptions options) =>
        _chunks.DeleteCookie(context, NameOf(context, key), Harden(context, options));

    public string NameOf(HttpContext context, string key) =>
        (IsPlain(context) ? "" : "__Host-") + (site.Value.Name is { Length: > 0 } name ? $"{name}-{key}" : key);

    public CookieOptions Harden(HttpContext context, CookieOptions options)
    {
        options.HttpOnly = true;
        options.Secure = !IsPlain(context);
        options.Path = "/";
        options.Domain = null;
        return options;
    }

    private bool IsPlain(HttpContext context) => environment.IsDevelopment() && !context.Request.IsHttps;
}
