using AltogicAuth.Backend;
using AltogicAuth.Backend.Hosting;
using AltogicAuth.Photos;
using AltogicAuth.Web;

namespace AltogicAuth.Hosting;

/// <summary>The client for Altogic, pointed at a real environment or at the embedded local backend.</summary>
public static class AltogicSetup
{
    private const string Section = "Altogic";

    public static void AddAltogic(this WebApplicationBuilder builder)
    {
        var section = builder.Configuration.GetSection(Section);
        var envUrl = section[nameof(AltogicOptions.EnvUrl)]?.Trim();
        var isEmbedded = string.IsNullOrEmpty(envUrl);
        if (isEmbedded)
        {
            builder.AddEmbeddedBackend();
        }
        else
        {
            Check(section.Get<AltogicOptions>()!);
        }

        builder.Services.AddTransient<VisitorHeadersHandler>();
        builder.Services.AddTransient<PageDeadlineHandler>();
        builder.Services
            .AddAltogicClient((options, services) =>
            {
                section.Bind(options);
                if (isEmbedded)
                {
                    options.EnvUrl = services.GetRequiredService<BackendAddress>().EnvUrl.AbsoluteUri;
                    options.ClientKey = services.GetRequiredService<IOptions<BackendOptions>>().Value.ClientKey;
                }
            })
            .AddHttpMessageHandler<VisitorHeadersHandler>()
            // Outermost: retries count too.
            .ConfigureAdditionalHttpMessageHandlers((handlers, services) => handlers.Insert(0, services.GetRequiredService<PageDeadlineHandler>()));

        var storageOrigins = AllowedImageOrigins.Parse(builder.Configuration.GetList("Altogic:StorageOrigins"));
        builder.Services.AddSingleton(services => new AllowedImageOrigins(
            new Uri(isEmbedded ? services.GetRequiredService<BackendAddress>().PublicUrl : envUrl!), storageOrigins));
    }

    /// <summary>Ahead of the site's pipeline: the backend's answers are its own, headers and errors included.</summary>
    public static void UseEmbeddedBackend(this WebApplication app)
    {
        if (app.Services.GetService<BackendAddress>() is not null)
        {
            app.UseBackend();
        }
    }

    private static void AddEmbeddedBackend(this WebApplicationBuilder builder)
    {
        var section = builder.Configuration.GetSection("Backend");
        if (!builder.Environment.IsDevelopment() && !section.GetValue<bool>("AllowInProduction"))
        {
            throw Refusal(["EnvUrl is missing. Set it with Altogic:ClientKey; the local backend is for Development."]);
        }

        builder.Services.AddBackend(section);
        builder.Services.AddHealthChecks().AddCached<DatabaseHealth>("database");
    }

    // The client has the same rules, and would only look at its first call.
    private static void Check(AltogicOptions options)
    {
        if (new AltogicOptionsValidator().Validate(null, options) is { Failed: true } result)
        {
            throw Refusal(result.Failures);
        }
    }

    private static OptionsValidationException Refusal(IEnumerable<string> problems) =>
        new(Section, typeof(AltogicOptions), problems.Select(problem => $"{Section}:{problem}"));
}
