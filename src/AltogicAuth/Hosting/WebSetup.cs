namespace AltogicAuth.Hosting;

public static class WebSetup
{
    public static void AddWeb(this WebApplicationBuilder builder)
    {
        builder.Services.AddHttpContextAccessor();
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<AppCookieManager>();
        builder.Services.AddSingleton<Assets>();
        builder.Services.AddSingleton<EmailTypo>();
        builder.Services.AddSingleton<Flash>();
        builder.Services.AddSingleton<SecurityEvents>();
    }
}
