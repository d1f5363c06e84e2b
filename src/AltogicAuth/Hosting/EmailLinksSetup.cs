using AltogicAuth.EmailLinks;

namespace AltogicAuth.Hosting;

public static class EmailLinksSetup
{
    public static void AddEmailLinks(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<LinkCookies>();
        builder.Services.AddSingleton<MailCooldown>();
        builder.Services.AddSingleton<ResponsePadding>();
        builder.Services.AddHostedService(services => services.GetRequiredService<ResponsePadding>());
        builder.Services.AddSingleton<MailedLinks>();
    }
}
