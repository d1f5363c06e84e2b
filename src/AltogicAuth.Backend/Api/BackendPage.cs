using System.Globalization;
using System.Net;
using System.Text;
using AltogicAuth.Backend.Messaging;

namespace AltogicAuth.Backend.Api;

/// <summary>The layout of all pages of the backend: no script, one style sheet.</summary>
internal static class BackendPage
{
    public static void MapPageFiles(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/_pages.css", (HttpContext http, Brand brand) => File(http, brand, "pages.css", "text/css; charset=utf-8"));
        endpoints.MapGet("/_pages.svg", (HttpContext http, Brand brand) => File(http, brand, "pages.svg", "image/svg+xml"));
    }

    public static IResult Show(HttpContext http, int status, string policy, string referrerPolicy, string language, string title, string main)
    {
        var brand = http.RequestServices.GetRequiredService<Brand>();
        var files = Encode(AddressOf(http.Request, "/_pages"));
        return Html(http, policy, status: status, referrerPolicy: referrerPolicy, html: $"""
            <!DOCTYPE html>
            <html lang="{language}" dir="{Language.DirectionOf(CultureInfo.GetCultureInfo(language))}">
            <head>
              <meta charset="utf-8">
              <meta name="viewport" content="width=device-width, initial-scale=1">
              <meta name="color-scheme" content="light dark">
              <title>{Encode(title)} – {Encode(brand.Name)}</title>
              <link rel="icon" href="{files}.svg" type="image/svg+xml">
              <link rel="stylesheet" href="{files}.css">
            </head>
            <body>
              <header><a class="brand" href="{Encode(brand.Url)}"><img src="{files}.svg" alt="" width="28" height="28">{Encode(brand.Name)}</a></header>
              <main>
            {main}
              </main>
            </body>
            </html>
            """);
    }

    public static IResult Html(HttpContext http, string policy, string html, int status = 200, string referrerPolicy = "no-referrer")
    {
        var headers = http.Response.Headers;
        headers.CacheControl = "no-store";
        headers.ContentSecurityPolicy = policy;
        headers["Referrer-Policy"] = referrerPolicy;
        return Results.Content(html, "text/html", Encoding.UTF8, status);
    }

    /// <summary>A path of the backend as browsers see it, with the path base of the site.</summary>
    public static string AddressOf(HttpRequest request, string path) => $"{request.PathBase}{path}";

    /// <summary>An address as people read it. A long one breaks before its @ first.</summary>
    public static string Address(string email)
    {
        var address = EmailAddress.TryParse(email)?.Display ?? email;
        var at = Math.Max(address.LastIndexOf('@'), 0);
        return $"{Encode(address[..at])}<wbr>{Encode(address[at..])}";
    }

    public static string Encode(string text) => WebUtility.HtmlEncode(text);

    private static IResult File(HttpContext http, Brand brand, string name, string type)
    {
        http.Response.Headers.CacheControl = "no-cache";
        using var file = new StreamReader(typeof(BackendPage).Assembly.GetManifestResourceStream(name)!);
        return Results.Text(brand.Fill(file.ReadToEnd()), type);
    }
}
