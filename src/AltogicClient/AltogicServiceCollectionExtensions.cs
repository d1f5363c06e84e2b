using Altogic;
using Altogic.Wire;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers the client.</summary>
public static class AltogicServiceCollectionExtensions
{
    private const string Name = "altogic";

    /// <summary>Registers <see cref="AltogicClient"/> as a singleton.</summary>
    /// <param name="services">Where to register it.</param>
    /// <param name="configure">Sets the address, the key and the rest. Invalid options throw when the client is first resolved.</param>
    /// <returns>The builder of its HTTP client, for further handlers.</returns>
    public static IHttpClientBuilder AddAltogicClient(this IServiceCollection services, Action<AltogicOptions> configure) =>
        services.AddAltogicClient((options, _) => configure(options));

    /// <summary>Registers <see cref="AltogicClient"/> as a singleton.</summary>
    /// <param name="services">Where to register it.</param>
    /// <param name="configure">
    /// Sets the address, the key and the rest. It runs when the client is first resolved, so it may use what is known only once
    /// the application has started. Invalid options throw then.
    /// </param>
    /// <returns>The builder of its HTTP client, for further handlers.</returns>
    public static IHttpClientBuilder AddAltogicClient(
        this IServiceCollection services, Action<AltogicOptions, IServiceProvider> configure)
    {
        services.AddOptions<AltogicOptions>().Configure(configure);
        if (services.Any(service => service.ServiceType == typeof(AltogicClient)))
        {
            // A second registration adds its configuration, and no second set of headers, handlers and retries.
            return services.AddHttpClient(Name);
        }

        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<IValidateOptions<AltogicOptions>, AltogicOptionsValidator>();
        services.AddSingleton(provider => new AltogicClient(
            // The connection is made with the first call.
            () => provider.GetRequiredService<IHttpClientFactory>().CreateClient(Name),
            OptionsOf(provider).BaseAddress(), provider.GetRequiredService<TimeProvider>()));

        var builder = services.AddHttpClient(Name, (provider, http) =>
            {
                var options = OptionsOf(provider);
                http.BaseAddress = options.BaseAddress();
                http.Timeout = Timeout.InfiniteTimeSpan;
                http.DefaultRequestHeaders.Add("X-Client", "altogic-dotnet");
                http.DefaultRequestHeaders.Add("X-Client-Key", options.ClientKey);
                if (!string.IsNullOrEmpty(options.ApiKey))
                {
                    http.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", options.ApiKey);
                }
            })
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                UseCookies = false,
                PooledConnectionLifetime = TimeSpan.FromMinutes(2),
            })
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan)
            .RemoveAllLoggers();
        builder.AddAltogicResilience();
        return builder
            .AddHttpMessageHandler(provider => new ResponseSizeLimitHandler(OptionsOf(provider).MaxResponseBytes))
            .AddHttpMessageHandler(() => new NoTransportRetryHandler());
    }

    private static AltogicOptions OptionsOf(IServiceProvider provider) => provider.GetRequiredService<IOptions<AltogicOptions>>().Value;
}
