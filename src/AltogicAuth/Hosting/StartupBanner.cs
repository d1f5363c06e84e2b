using AltogicAuth.Backend;
using AltogicAuth.Backend.Development;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace AltogicAuth.Hosting;

public static partial class StartupBanner
{
    public static void ShowStartupBanner(this WebApplication app)
    {
        if (app.Environment.IsDevelopment())
        {
            app.Lifetime.ApplicationStarted.Register(() => Show(app));
        }
    }

    private static void Show(WebApplication app)
    {
        var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses ?? [];
        app.Logger.AppReady(ServerAddress.OnThisMachine(addresses));
        if (app.Services.GetService<BackendAddress>() is { } backend)
        {
            app.Logger.MailboxReady($"{backend.EnvUrl}/_mail");
        }

        if (app.Services.GetRequiredService<IOptions<BackendOptions>>().Value.DemoUser == true)
        {
            app.Logger.DemoUserReady(DemoUser.Email, DemoUser.Password);
        }
    }

    [LoggerMessage(1, LogLevel.Information, "App:       {App} (Ctrl+C ends it)")]
    private static partial void AppReady(this ILogger logger, Uri app);

    [LoggerMessage(2, LogLevel.Information, "Mailbox:   {Mailbox}")]
    private static partial void MailboxReady(this ILogger logger, string mailbox);

    [LoggerMessage(4, LogLevel.Information, "Demo user: {Email}, password: {Password}")]
    private static partial void DemoUserReady(this ILogger logger, string email, string password);
}
