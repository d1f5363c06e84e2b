namespace AltogicAuth.Hosting;

/// <summary>The site below a path. The setting decides, not a header: a proxy may pass on the visitor's header.</summary>
public static class SiteSetup
{
    public static void AddSite(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<SiteOptions>().BindConfiguration(SiteOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddSingleton<SiteRoot>();
    }

    /// <summary>The proxy may pass the path on or remove it. Calls on this machine, such as for health, come without it.</summary>
    public static void UseSiteRoot(this WebApplication app)
    {
        var root = app.Services.GetRequiredService<SiteRoot>().Path;
        if (!root.HasValue)
        {
            return;
        }

        app.Use((http, next) =>
        {
            if (http.Request.Path.StartsWithSegments(root, StringComparison.Ordinal, out var rest))
            {
                http.Request.Path = rest;
            }

            http.Request.PathBase = root;
            return next(http);
        });
    }
}
