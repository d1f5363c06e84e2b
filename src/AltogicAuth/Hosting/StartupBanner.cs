using AltogicAuth.Backend;
using AltogicAuth.Backend.Development;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace AltogicAuth.Hosting;

/// <summary>In Development, what a new developer needs: the app, the mailbox, the demo user.</summary>
public static partial class StartupBanner
{
    public static void ShowStartupBanner(this WebApplication app)
    {
        if (app.Environment.IsDevelopment())
        {
            app.Lifetime.ApplicationStarted.Register(() => Show(app.Services, app.Logger));
        }
    }

    private static void Show(IServiceProvider services, ILogger log)
    {
        var addresses = services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses ?? [];
        log.AppReady(ServerAddress.OnThisMachine(addresses));
        if (services.GetService<BackendAddress>() is not { } backend)
        {
            return;
        }

        log.MailboxReady($"{backend.EnvUrl}/_mail");
        if (services.GetRequiredService<IOptions<BackendOptions>>().Value.DemoUser == true)
        {
            log.DemoUserReady(DemoUser.Email, DemoUser.Password);
        }
    }

    [LoggerMessage(1, LogLevel.Information, "App:       {App} (Ctrl+C ends it)")]
    private static partial void AppReady(this ILogger logger, Uri app);

    [LoggerMessage(2, LogLevel.Information, "Mailbox:   {Mailbox}")]
    private static partial void MailboxReady(this ILogger logger, string mailbox);

    [LoggerMessage(4, LogLevel.Information, "Demo user: {Email}, password: {Password}")]
    private static partial void DemoUserReady(this ILogger logger, string email, string password);
}
