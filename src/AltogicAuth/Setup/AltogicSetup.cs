using Altogic;
using AltogicAuth.LocalBackend;
using AltogicAuth.Photos;
using Microsoft.Extensions.Options;

namespace AltogicAuth.Setup;

/// <summary>The client for Altogic, pointed at a real environment or at the embedded local backend.</summary>
public static class AltogicSetup
{
    public static void AddAltogic(this WebApplicationBuilder builder)
    {
        var settings = builder.Configuration.GetSection(AltogicSettings.Section).Get<AltogicSettings>() ?? new();
        if (!settings.IsConfigured)
        {
            builder.AddEmbeddedBackend();
        }
        else if (settings.Problems().ToList() is { Count: > 0 } problems)
        {
            throw new OptionsValidationException(AltogicSettings.Section, typeof(AltogicSettings), problems);
        }

        builder.Services.AddHttpContextAccessor();
        builder.Services.AddTransient<VisitorHeadersHandler>();
        builder.Services
            .AddAltogicClient((options, services) =>
            {
                options.EnvUrl = settings.IsConfigured ? settings.EnvUrl! : services.GetRequiredService<LocalBackendAddress>().EnvUrl.AbsoluteUri;
                options.ClientKey = settings.IsConfigured
                    ? settings.ClientKey!
                    : services.GetRequiredService<IOptions<LocalBackendOptions>>().Value.ClientKey;
                options.ApiKey = settings.ApiKey;
            })
            .AddHttpMessageHandler<VisitorHeadersHandler>();

        var storageOrigins = builder.Configuration.GetList("Altogic:StorageOrigins");
        builder.Services.AddSingleton(services => new PictureOrigins(
            settings.IsConfigured ? new Uri(settings.EnvUrl!.Trim()) : new Uri(services.GetRequiredService<LocalBackendAddress>().PublicUrl),
            storageOrigins));
    }

    /// <summary>Ahead of the site's pipeline: the backend's answers are its own, headers and errors included.</summary>
    public static void UseEmbeddedBackend(this WebApplication app)
    {
        if (app.Services.GetService<LocalBackendAddress>() is not null)
        {
            app.UseLocalBackend();
        }
    }

    /// <summary>Says where the app is once it listens: the first thing that somebody who just cloned it looks for.</summary>
    public static void AnnounceAddresses(this WebApplication app)
    {
        if (app.Services.GetService<LocalBackendAddress>() is not { } backend)
        {
            return;
        }

        app.Lifetime.ApplicationStarted.Register(() =>
        {
            var log = app.Services.GetRequiredService<ILoggerFactory>().CreateLogger("AltogicAuth");
            log.AppReady(new Uri(backend.EnvUrl, "/").AbsoluteUri, $"{backend.EnvUrl.AbsoluteUri.TrimEnd('/')}/_mail");
            if (app.Services.GetRequiredService<IOptions<LocalBackendOptions>>().Value.DemoUser == true)
            {
                log.DemoUserReady(DemoUser.Email, DemoUser.Password);
            }
        });
    }

    private static void AddEmbeddedBackend(this WebApplicationBuilder builder)
    {
        var section = builder.Configuration.GetSection("LocalBackend");
        if (!builder.Environment.IsDevelopment() && !section.GetValue<bool>("AllowInProduction"))
        {
            throw new OptionsValidationException(AltogicSettings.Section, typeof(AltogicSettings),
                ["Altogic:EnvUrl is missing. Set it with Altogic:ClientKey; the local backend is for Development."]);
        }

        builder.Services.AddLocalBackend(section);
    }
}
