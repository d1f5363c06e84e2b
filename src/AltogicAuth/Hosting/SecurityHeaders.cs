using AltogicAuth.Photos;
using AltogicAuth.Web;
using Microsoft.Net.Http.Headers;

namespace AltogicAuth.Hosting;

/// <summary>The security headers of every answer of the site, error pages and redirects included.</summary>
public static class SecurityHeaders
{
    public static void AddSecurityHeaders(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<HstsOptions>().BindConfiguration(HstsOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddSingleton<Hsts>();
        // The framework refuses a host ahead of everything that UseSecurityHeaders sees.
        builder.Services.Insert(0, ServiceDescriptor.Singleton<IStartupFilter, HostRefusals>());
    }

    public static void UseSecurityHeaders(this WebApplication app)
    {
        string? policy = null;
        // When the answer starts: the exception handler clears whatever was set before.
        Func<object, Task> write = response =>
        {
            policy ??= ContentSecurityPolicy(app.Services.GetRequiredService<AllowedImageOrigins>());
            // A redirect shows nothing, and its header is the one that carries a session.
            Write((HttpResponse)response, ((HttpResponse)response).StatusCode is >= 300 and < 400 ? StrictPolicy : policy);
            return Task.CompletedTask;
        };
        app.Use((http, next) =>
        {
            http.Response.OnStarting(write, http.Response);
            return next(http);
        });
    }

    public static void Write(HttpResponse response, string policy)
    {
        var headers = response.Headers;
        headers.ContentSecurityPolicy = policy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Cross-Origin-Embedder-Policy"] = "credentialless";
        headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=(), payment=(), usb=()";
        headers.StrictTransportSecurity = response.HttpContext.RequestServices.GetRequiredService<Hsts>().Header;
        if (response.ContentType is null || response.ContentType.StartsWith("text/html", StringComparison.Ordinal))
        {
            headers.CacheControl = "no-store";
            headers.Remove("Pragma");
            headers.Remove("Expires");
        }
    }

    public const string StrictPolicy = "default-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    private static string ContentSecurityPolicy(AllowedImageOrigins pictures) =>
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; " +
        $"img-src 'self' {string.Join(' ', pictures.Origins)}; " +
        "base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    private sealed class HostRefusals : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            Func<object, Task> write = WriteWhereNoneAre;
            app.Use((http, following) =>
            {
                http.Response.OnStarting(write, http.Response);
                return following(http);
            });
            next(app);
        };

        private static Task WriteWhereNoneAre(object started)
        {
            var response = (HttpResponse)started;
            if (response.StatusCode == StatusCodes.Status400BadRequest && !response.Headers.ContainsKey(HeaderNames.ContentSecurityPolicy))
            {
                Write(response, StrictPolicy);
            }

            return Task.CompletedTask;
        }
    }
}
