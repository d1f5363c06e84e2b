using System.Diagnostics.Metrics;
using AltogicAuth.Backend.Accounts;
using AltogicAuth.Backend.Api;
using AltogicAuth.Backend.Data;
using AltogicAuth.Backend.Development;
using AltogicAuth.Backend.Hosting.Commands;
using AltogicAuth.Backend.Messaging;
using AltogicAuth.Backend.Objects;
using AltogicAuth.Backend.Providers;
using AltogicAuth.Backend.Storage;
using MailKit.Net.Smtp;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace AltogicAuth.Backend.Hosting;

/// <summary>An Altogic-compatible backend inside an app: add it, and use it ahead of the app's own pipeline.</summary>
public static class BackendSetup
{
    private const int SocketBufferBytes = 64 * 1024;

    /// <param name="services">Where to add it.</param>
    /// <param name="section">The settings, section <c>Backend</c>.</param>
    /// <param name="isEmbedded">Whether it is in the site's process, and not a server of its own.</param>
    public static IServiceCollection AddBackend(this IServiceCollection services, IConfiguration section, bool isEmbedded = false)
    {
        services.AddOptions<BackendOptions>().Bind(section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<IPostConfigureOptions<BackendOptions>>(
            provider => new BackendDefaults(provider.GetRequiredService<IHostEnvironment>(), isEmbedded));
        services.AddSingleton<IValidateOptions<BackendOptions>, BackendValidation>();
        services.AddSingleton<CallerKeys>();
        services.AddRouting();
        services.AddCors();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<BackendClock>();
        services.AddSingleton<BackendAddress>();
        services.AddMetrics();
        services.AddSingleton(provider => new BackendMetrics(provider.GetRequiredService<IMeterFactory>()));
        services.AddSingleton<BackendProviders>();
        services.AddProviders(section.GetSection(nameof(BackendOptions.Providers)).Get<ProviderSettings>() ?? new());
        services.AddSingleton<Brand>();
        services.AddData();
        services.AddAccounts();
        services.AddMessaging();
        services.AddStorage();
        services.AddSingleton<SharedModels>();
        services.AddSingleton<ObjectStore>();
        services.AddSingleton<ObjectSets>();
        services.AddSingleton<DatabasePreparation>();
        services.AddHostedService<BackendStart>();
        services.AddHostedService<AuditWorker>();
        services.AddHostedService<OutboxWorker>();
        services.AddSingleton<PurgeWorker>();
        services.AddHostedService(provider => provider.GetRequiredService<PurgeWorker>());
        services.AddSingleton<ICheck, DatabaseCheck>();
        services.AddSingleton<ICheck, OrphanCheck>();
        services.AddSingleton<ICheck, StorageCheck>();
        services.AddSingleton<ICheck, MailCheck>();
        services.AddSingleton<ICheck, SmsCheck>();
        return services;
    }

    /// <summary>Mounts the backend at <c>/e:local</c>, the form of path that Altogic's cloud uses too.</summary>
    public static IApplicationBuilder UseBackend(this IApplicationBuilder app)
    {
        var pipeline = BuildPipeline(app.ApplicationServices);
        return app.Map(BackendAddress.Path, branch => branch.Run(pipeline));
    }

    /// <summary>Makes the backend the rest of an app, at the root and at <c>/e:local</c>.</summary>
    public static void RunBackend(this IApplicationBuilder app)
    {
        app.UsePathBase(BackendAddress.Path);
        app.Run(BuildPipeline(app.ApplicationServices));
    }

    private static RequestDelegate BuildPipeline(IServiceProvider services)
    {
        var options = services.GetRequiredService<IOptions<BackendOptions>>().Value;
        // A builder of its own: a branch of the site would share the site's routes.
        var backend = new ApplicationBuilder(services);
        backend.Use((http, next) =>
        {
            http.Response.Headers.XContentTypeOptions = "nosniff";
            return next(http);
        });
        backend.UseWhen(http => http.Request.Path.StartsWithSegments("/_api"), api => api.UseCors(policy => policy
            .WithOrigins(BackendOptions.ListOf(options.AllowedOrigins))
            .AllowCredentials()
            .WithMethods("GET", "POST")
            .WithHeaders("Content-Type", "Authorization", "Session", "X-Client", "X-Client-Key")));
        backend.UseMiddleware<ErrorHandlingMiddleware>();
        backend.UseMiddleware<CallerKeysMiddleware>();
        backend.UseRouting();
        backend.UseEndpoints(endpoints =>
        {
            endpoints.MapAuth();
            endpoints.MapPhone(isOn: options.Phone == true);
            endpoints.MapLinks();
            endpoints.MapProviders();
            endpoints.MapObjects();
            endpoints.MapQueries();
            endpoints.MapStorage();
            endpoints.MapPublicFiles();
            endpoints.MapPageFiles();
            if (options.Mailbox == true)
            {
                endpoints.MapMailbox();
                endpoints.MapSmsInbox();
            }

            if (services.GetRequiredService<IHostEnvironment>().IsDevelopment())
            {
                endpoints.MapStandIns();
            }
        });
        return backend.Build();
    }

    private static void AddData(this IServiceCollection services)
    {
        services.AddSingleton<BackendDatabase>();
        services.AddSingleton(provider => new DatabaseKeyRing(provider.GetRequiredService<BackendDatabase>()));
        services.AddSingleton<BackendKey>();
        services.AddSingleton<SessionTokens>();
    }

    private static void AddMessaging(this IServiceCollection services)
    {
        services.AddSingleton<MailTemplates>();
        services.AddSingleton<MessageCipher>();
        services.AddSingleton<Mailbox>();
        services.AddSingleton<Outbox>();
        services.AddSingleton<OutboxDelivery>();
        services.AddSingleton<IMessageChannel, MailChannel>();
        services.AddSingleton<IMessageChannel, SmsChannel>();
        services.AddSingleton<SmsRecipients>();
        services.AddSingleton<Twilio>();
        // The outbox logs what became of a message.
        services.AddHttpClient(Twilio.Client, http => http.BaseAddress = Twilio.Address).RemoveAllLoggers();
        services.TryAddSingleton<Func<SmtpClient>>(() => new SmtpClient());
    }

    private static void AddStorage(this IServiceCollection services)
    {
        // Of the whole server, also the site's: by default it buffers up to 1 MB of each request whose body is read slowly.
        services.Configure<SocketTransportOptions>(sockets => sockets.MaxReadBufferSize = SocketBufferBytes);
        services.AddSingleton<DatabaseContents>();
        services.AddSingleton<S3Contents>();
        services.AddSingleton<ContentStores>();
        services.AddSingleton<StoredContents>();
        services.AddSingleton<StorageQuota>();
        services.AddSingleton<Buckets>();
        services.AddSingleton<Files>();
        services.AddSingleton<StorageAccess>();
    }

    private static void AddAccounts(this IServiceCollection services)
    {
        services.AddSingleton<Audit>();
        services.AddSingleton<Users>();
        services.AddSingleton<Sessions>();
        services.AddSingleton<Links>();
        services.AddSingleton<LinkExchange>();
        services.AddSingleton<LinkMails>();
        services.AddSingleton<Codes>();
        services.AddSingleton<CodeUsage>();
        services.AddSingleton<CodeExchange>();
        services.AddSingleton<CodeMessages>();
        services.AddSingleton<SmsLimits>();
        services.AddSingleton<PhoneCredentials>();
        services.AddSingleton<ProviderSignIns>();
        services.AddSingleton<Notices>();
        services.AddSingleton<SignUps>();
        services.AddSingleton<PasswordSignIns>();
        services.AddSingleton<TokenSignIns>();
        services.AddSingleton<Credentials>();
        services.AddSingleton<RateLimits>();
        services.AddSingleton<IAttemptStore>(provider => provider.GetRequiredService<IOptions<BackendOptions>>().Value.Database.Provider == DatabaseProvider.PostgreSql
            ? ActivatorUtilities.CreateInstance<DatabaseAttemptStore>(provider)
            : ActivatorUtilities.CreateInstance<InMemoryAttemptStore>(provider));
        services.AddSingleton<HashingQueue>();
        services.AddSingleton<Passwords>();
        services.AddSingleton<CurrentPassword>();
        services.TryAddSingleton<IPasswordHasher<UserRecord>>(provider => new PasswordHasher<UserRecord>(
            Options.Create(new PasswordHasherOptions
            {
                IterationCount = provider.GetRequiredService<IOptions<BackendOptions>>().Value.PasswordIterations,
            })));
    }
}
