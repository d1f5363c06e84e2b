using AltogicAuth.Backend.Endpoints;
using AltogicAuth.Backend.Faults;
using AltogicAuth.Backend.Mails;
using AltogicAuth.Backend.Tables;
using AltogicAuth.Backend.Wire;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace AltogicAuth.Backend;

/// <summary>An Altogic-compatible backend inside the app: add it, and use it ahead of the site's pipeline.</summary>
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
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<BackendAddress>();
        services.AddSingleton<BackendFaults>();
        services.AddSingleton<BackendClock>();
        services.AddSingleton<BackendDatabase>();
        services.AddSingleton(provider => new DatabaseHealth(provider.GetRequiredService<BackendDatabase>()));
        services.AddSingleton<BackendKey>();
        services.AddSingleton<Users>();
        services.AddSingleton<Sessions>();
        services.AddSingleton<Links>();
        services.AddSingleton<LinkExchange>();
        services.AddSingleton<MailTable>();
        services.AddSingleton<Buckets>();
        services.AddSingleton<Files>();
        services.AddSingleton<Objects>();
        services.AddSingleton<ObjectStore>();
        services.AddSingleton<MailTemplates>();
        services.AddSingleton<Mailer>();
        services.AddSingleton<HashingQueue>();
        services.AddSingleton<Passwords>();
        services.AddSingleton<IPasswordHasher<UserRecord>>(provider => new PasswordHasher<UserRecord>(
            Options.Create(new PasswordHasherOptions
            {
                IterationCount = provider.GetRequiredService<IOptions<BackendOptions>>().Value.PasswordIterations,
            })));
        services.AddHostedService<BackendStart>();
        return services;
    }

    /// <summary>Mounts the backend at <c>/e:local</c>, the path form that Altogic's cloud uses too.</summary>
    public static IApplicationBuilder UseBackend(this IApplicationBuilder app)
    {
        // A builder of its own: a branch of the site would share the site's routes.
        var backend = new ApplicationBuilder(app.ApplicationServices);
        backend.UseMiddleware<BrowserCalls>();
        backend.UseMiddleware<ErrorAnswers>();
        if (app.ApplicationServices.GetRequiredService<IHostEnvironment>().IsDevelopment())
        {
            backend.UseMiddleware<FaultInjection>();
        }

        backend.UseMiddleware<ClientKey>();
        backend.UseRouting();
        backend.UseEndpoints(endpoints =>
        {
            endpoints.MapAuth();
            endpoints.MapLinks();
            endpoints.MapDatabase();
            endpoints.MapStorage();
            endpoints.MapPublicFiles();
            endpoints.MapMailbox();
            if (app.ApplicationServices.GetRequiredService<IHostEnvironment>().IsDevelopment())
            {
                endpoints.MapFaults();
            }
        });
        var pipeline = backend.Build();
        return app.Map(BackendAddress.Path, branch => branch.Run(pipeline));
    }
}
