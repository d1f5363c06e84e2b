namespace AltogicAuth.Hosting;

public static class WebSetup
{
    public static void AddWeb(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<SiteOptions>().BindConfiguration(SiteOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddHttpContextAccessor();
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<AppCookieManager>();
        builder.Services.AddSingleton<Assets>();
        builder.Services.AddSingleton<Draft>();
        builder.Services.AddSingleton<EmailTypo>();
        builder.Services.AddSingleton<Flash>();
        builder.Services.AddSingleton<SecurityEvents>();
        builder.Services.AddSingleton<SiteRoot>();
    }

    /// <summary>The path base is a setting: a header could be the visitor's own. The proxy, or a health check, may leave it out.</summary>
    public static void UseSiteRoot(this WebApplication app)
    {
        var root = app.Services.GetRequiredService<SiteRoot>().Path;
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
