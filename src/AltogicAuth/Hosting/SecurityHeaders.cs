using AltogicAuth.Photos;
using Microsoft.Net.Http.Headers;

namespace AltogicAuth.Hosting;

/// <summary>The security headers of every response, also of error pages and redirects, and of what the framework itself rejects.</summary>
// A response that has a content security policy already, such as a page of the embedded backend, keeps its own headers.
public static class SecurityHeaders
{
    private const string Rest = "base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    public static void AddSecurityHeaders(this WebApplicationBuilder builder)
    {
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        builder.Services.AddOptions<HstsOptions>().BindConfiguration(HstsOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        // First: the framework rejects an unknown host ahead of everything in Program.cs.
        builder.Services.Insert(0, ServiceDescriptor.Singleton<IStartupFilter, Filter>());
    }

    private sealed class Filter(IHostEnvironment environment, IOptions<HstsOptions> hsts, IServiceProvider services) : IStartupFilter
    {
        private string? _policy;

        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            // When the response starts: the exception handler clears earlier headers.
            app.Use((http, following) =>
            {
                http.Response.OnStarting(Write, http.Response);
                return following(http);
            });
            next(app);
        };

        // None in Development, where localhost serves other sites over http.
        private string? Hsts { get; } = environment.IsDevelopment() ? null : string.Create(CultureInfo.InvariantCulture,
            $"max-age={(long)hsts.Value.MaxAge.TotalSeconds}{(hsts.Value.IncludeSubDomains ? "; includeSubDomains" : "")}");

        private Task Write(object started)
        {
            var response = (HttpResponse)started;
            var headers = response.Headers;
            headers.StrictTransportSecurity = Hsts;
            if (!headers.ContainsKey(HeaderNames.ContentSecurityPolicy))
            {
                // A redirect shows nothing.
                headers.ContentSecurityPolicy = response.StatusCode is >= 300 and < 400 ? $"default-src 'none'; {Rest}" : _policy ??= PagePolicy();
                headers.XContentTypeOptions = "nosniff";
                headers["Referrer-Policy"] = "no-referrer";
                headers["Cross-Origin-Opener-Policy"] = "same-origin";
                headers["Cross-Origin-Resource-Policy"] = "same-origin";
                headers["Cross-Origin-Embedder-Policy"] = "credentialless";
                headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=(), payment=(), usb=()";
                if (response.ContentType is null || response.ContentType.StartsWith("text/html", StringComparison.Ordinal))
                {
                    headers.CacheControl = "no-store";
                    headers.Remove(HeaderNames.Pragma);
                    headers.Remove(HeaderNames.Expires);
                }
            }

            return Task.CompletedTask;
        }

        // Not before the first response: the embedded backend knows its address once the server has started.
        private string PagePolicy() =>
            "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; " +
            $"img-src 'self' {string.Join(' ', services.GetRequiredService<AllowedImageOrigins>().Origins)}; {Rest}";
    }
}
