using Altogic.Wire;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Altogic;

/// <summary>Registers the client.</summary>
public static class AltogicServices
{
    private const string Name = "altogic";

    /// <summary>Registers <see cref="AltogicClient"/> as a singleton.</summary>
    /// <returns>The builder of its HTTP client, for further handlers.</returns>
    public static IHttpClientBuilder AddAltogicClient(this IServiceCollection services, Action<AltogicOptions> configure) =>
        services.AddAltogicClient((options, _) => configure(options));

    /// <summary>
    /// Registers <see cref="AltogicClient"/> as a singleton. <paramref name="configure"/> runs when the client is first
    /// asked for, so it may use what is known only once the application has started.
    /// </summary>
    /// <returns>The builder of its HTTP client, for further handlers.</returns>
    public static IHttpClientBuilder AddAltogicClient(
        this IServiceCollection services, Action<AltogicOptions, IServiceProvider> configure)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(provider => new Lazy<AltogicOptions>(() =>
        {
            var options = new AltogicOptions();
            configure(options, provider);
            return options;
        }));
        services.AddSingleton(provider =>
        {
            // Settings that cannot work are refused here; the connection is made with the first call.
            var environment = provider.GetRequiredService<Lazy<AltogicOptions>>().Value.BaseAddress();
            return new AltogicClient(
                () => provider.GetRequiredService<IHttpClientFactory>().CreateClient(Name), environment,
                provider.GetRequiredService<TimeProvider>());
        });

        var builder = services.AddHttpClient(Name, (provider, http) =>
            {
                var options = provider.GetRequiredService<Lazy<AltogicOptions>>().Value;
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
            .AddHttpMessageHandler(provider =>
                new BoundedAnswerHandler(provider.GetRequiredService<Lazy<AltogicOptions>>().Value.MaxResponseBytes))
            .AddHttpMessageHandler(() => new SendOnceHandler());
    }
}
