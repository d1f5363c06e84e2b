using System.Text;
using AltogicAuth.Backend.Accounts;
using AltogicAuth.Backend.Api;
using AltogicAuth.Backend.Data;
using AltogicAuth.Backend.Development;
using AltogicAuth.Backend.Messaging;
using AltogicAuth.Backend.Objects;
using AltogicAuth.Backend.Storage;
using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace AltogicAuth.Backend.Hosting;

/// <summary>An Altogic-compatible backend inside an app: add it, and use it ahead of the app's own pipeline.</summary>
public static class BackendSetup
{
    public static IServiceCollection AddBackend(this IServiceCollection services, IConfiguration section)
    {
        services.AddOptions<BackendOptions>().Bind(section).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<BackendOptions>()
            .Configure<IHostEnvironment>((options, environment) => options.DemoUser = environment.IsDevelopment() && options.DemoUser != false)
            .Validate<IHostEnvironment>(
                (options, environment) => environment.IsDevelopment() || options.AllowInProduction,
                "The local backend is for Development. Set Backend:AllowInProduction to run it elsewhere all the same.");
        services.AddSingleton<IValidateOptions<BackendOptions>, BackendValidation>();
        services.AddRouting();
        services.AddCors();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<BackendClock>();
        services.AddSingleton<BackendAddress>();
        services.AddData();
        services.AddAccounts();
        services.AddSingleton<Mailbox>();
        services.AddSingleton<MailTemplates>();
        services.AddSingleton<Buckets>();
        services.AddSingleton<Files>();
        services.AddSingleton<StorageAccess>();
        services.AddSingleton<ObjectStore>();
        services.AddHostedService<BackendStart>();
        return services;
    }

    /// <summary>Mounts the backend at <c>/e:local</c>, the form of path that Altogic's cloud uses too.</summary>
    public static IApplicationBuilder UseBackend(this IApplicationBuilder app)
    {
        // A builder of its own: a branch of the site would share the site's routes.
        var backend = new ApplicationBuilder(app.ApplicationServices);
        backend.Use((http, next) =>
        {
            http.Response.Headers.XContentTypeOptions = "nosniff";
            return next(http);
        });
        backend.UseWhen(http => http.Request.Path.StartsWithSegments("/_api"), api => api.UseCors(AllowPagesOfOtherOrigins));
        backend.UseMiddleware<ErrorHandlingMiddleware>();
        backend.UseMiddleware<ClientKeyMiddleware>();
        backend.UseRouting();
        backend.UseEndpoints(endpoints =>
        {
            endpoints.MapAuth();
            endpoints.MapLinks();
            endpoints.MapObjects();
            endpoints.MapStorage();
            endpoints.MapPublicFiles();
            endpoints.MapPageFiles();
            endpoints.MapMailbox();
        });
        var pipeline = backend.Build();
        return app.Map(BackendAddress.Path, branch => branch.Run(pipeline));
    }

    // The API is guarded by headers that no page sends by itself.
    private static void AllowPagesOfOtherOrigins(CorsPolicyBuilder policy) => policy
        .SetIsOriginAllowed(origin => Ascii.IsValid(origin))
        .AllowCredentials()
        .WithMethods("GET", "POST")
        .WithHeaders("Content-Type", "Authorization", "Session", "X-Client", "X-Client-Key");

    private static void AddData(this IServiceCollection services)
    {
        services.AddSingleton<BackendDatabase>();
        services.AddSingleton(provider => new DatabaseHealth(provider.GetRequiredService<BackendDatabase>()));
        services.AddSingleton<BackendKey>();
    }

    private static void AddAccounts(this IServiceCollection services)
    {
        services.AddSingleton<Users>();
        services.AddSingleton<Sessions>();
        services.AddSingleton<Links>();
        services.AddSingleton<LinkExchange>();
        services.AddSingleton<LinkMails>();
        services.AddSingleton<SignIns>();
        services.AddSingleton<Credentials>();
        services.AddSingleton<HashingQueue>();
        services.AddSingleton<Passwords>();
        services.TryAddSingleton<IPasswordHasher<UserRecord>>(provider => new PasswordHasher<UserRecord>(
            Options.Create(new PasswordHasherOptions
            {
                IterationCount = provider.GetRequiredService<IOptions<BackendOptions>>().Value.PasswordIterations,
            })));
    }
}
