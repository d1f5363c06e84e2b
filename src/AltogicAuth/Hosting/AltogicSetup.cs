using AltogicAuth.Backend;
using AltogicAuth.Backend.Hosting;
using AltogicAuth.Backend.Hosting.Commands;
using AltogicAuth.Photos;
using AltogicAuth.Providers;

namespace AltogicAuth.Hosting;

public static class AltogicSetup
{
    public static void AddAltogic(this WebApplicationBuilder builder)
    {
        var section = builder.Configuration.GetSection("Altogic");
        var envUrl = section[nameof(AltogicOptions.EnvUrl)]?.Trim();
        var isEmbedded = builder.IsBackendEmbedded(envUrl);
        if (isEmbedded)
        {
            builder.Services.AddBackend(builder.Configuration.GetSection(BackendOptions.Section), isEmbedded: true);
            builder.Services.AddHealthChecks().AddBackend();
        }
        else if (new AltogicOptionsValidator().Validate(null, section.Get<AltogicOptions>()!) is { Failed: true } result)
        {
            // The client would validate them at its first call.
            throw new InvalidOperationException(string.Join(' ', result.Failures.Select(problem => $"Altogic:{problem}")));
        }

        builder.Services
            .AddAltogicClient((options, services) =>
            {
                section.Bind(options);
                if (isEmbedded)
                {
                    options.EnvUrl = services.GetRequiredService<BackendAddress>().EnvUrl.AbsoluteUri;
                    var backend = services.GetRequiredService<IOptions<BackendOptions>>().Value;
                    options.ClientKey = BackendOptions.ListOf(backend.ClientKey)[0];
                    options.ApiKey = BackendOptions.ListOf(backend.ApiKey).FirstOrDefault();
                }
            })
            .AddHttpMessageHandler(services => ActivatorUtilities.CreateInstance<VisitorHeadersHandler>(services))
            // Outermost: retries count too.
            .ConfigureAdditionalHttpMessageHandlers((handlers, services) => handlers.Insert(0, ActivatorUtilities.CreateInstance<PageDeadlineHandler>(services)));

        builder.AddEnvironment(isEmbedded, envUrl);
    }

    /// <summary>Ahead of the site's pipeline: the backend sets its own headers and errors.</summary>
    public static void UseEmbeddedBackend(this WebApplication app)
    {
        if (app.Services.GetService<BackendAddress>() is not null)
        {
            app.UseBackend();
        }
    }

    /// <summary>Runs a command of the embedded backend, and returns the exit code of the program.</summary>
    public static Task<int> RunCommandAsync(this WebApplication app, CommandLine commandLine)
    {
        if (app.Services.GetService<BackendAddress>() is null)
        {
            throw new InvalidOperationException($"{commandLine.CommandName} is for the embedded backend. Run it where the backend of Altogic:EnvUrl runs.");
        }

        return commandLine.RunAsync(app.Services);
    }

    /// <summary>What pages need to know of the environment: its providers, mailbox, phone numbers and origins of pictures.</summary>
    private static void AddEnvironment(this WebApplicationBuilder builder, bool isEmbedded, string? envUrl)
    {
        var providers = builder.Configuration.GetList("Altogic:Providers");
        builder.Services.AddSingleton(services => isEmbedded
            ? new EnvironmentProviders(services.GetRequiredService<BackendProviders>().Enabled, services.GetRequiredService<BackendAddress>().PublicUrl)
            : new EnvironmentProviders(providers, envUrl!));

        builder.Services.AddSingleton(services =>
        {
            var hasMailbox = isEmbedded && builder.Environment.IsDevelopment() && services.GetRequiredService<IOptions<BackendOptions>>().Value.Mailbox == true;
            var backend = hasMailbox ? services.GetRequiredService<BackendAddress>().PublicUrl : null;
            return new LocalMailbox(hasMailbox ? $"{backend}/_mail" : null, hasMailbox ? $"{backend}/_sms" : null);
        });

        var acceptPhone = builder.Configuration.GetValue<bool>("Altogic:Phone");
        var region = RegionOf(builder.Configuration["Altogic:PhoneRegion"]);
        builder.Services.AddSingleton(services => new AccountIdentifiers(
            isEmbedded ? services.GetRequiredService<IOptions<BackendOptions>>().Value.Phone == true : acceptPhone,
            region, services.GetRequiredService<IHttpContextAccessor>()));

        var storageOrigins = AllowedImageOrigins.Parse(builder.Configuration.GetList("Altogic:StorageOrigins"));
        builder.Services.AddSingleton(services => new AllowedImageOrigins(
            new Uri(isEmbedded ? services.GetRequiredService<BackendAddress>().PublicUrl : envUrl!), storageOrigins));
    }

    private static string? RegionOf(string? setting) =>
        string.IsNullOrWhiteSpace(setting) ? null
        : PhoneNumber.IsRegion(setting.Trim()) ? setting.Trim()
        : throw new InvalidOperationException($"Altogic:PhoneRegion: '{setting}' is not the code of a country, such as TR.");

    private static bool IsBackendEmbedded(this WebApplicationBuilder builder, string? envUrl)
    {
        var setting = builder.Configuration.GetValue<bool?>("Backend:Embedded");
        if (setting == true && !string.IsNullOrEmpty(envUrl))
        {
            throw new InvalidOperationException("Backend:Embedded and Altogic:EnvUrl exclude each other. Remove one of the two.");
        }

        var isEmbedded = setting ?? (builder.Environment.IsDevelopment() && string.IsNullOrEmpty(envUrl));
        return isEmbedded || !string.IsNullOrEmpty(envUrl)
            ? isEmbedded
            : throw new InvalidOperationException("Altogic:EnvUrl is missing. Set it with Altogic:ClientKey, or set Backend:Embedded to true.");
    }
}
