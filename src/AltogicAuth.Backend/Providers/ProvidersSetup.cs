using AltogicAuth.Backend.Data;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Client;
using OpenIddict.Client.AspNetCore;
using OpenIddict.Client.SystemNetHttp;

namespace AltogicAuth.Backend.Providers;

/// <summary>Registers the OAuth client, with the providers that are configured.</summary>
internal static class ProvidersSetup
{
    private const int MaxResponseBytes = 256 * 1024;

    // A visitor waits for up to four calls.
    private static readonly TimeSpan CallTimeout = TimeSpan.FromSeconds(8);

    public static void AddProviders(this IServiceCollection services, ProviderSettings settings)
    {
        services.AddTransient<ProviderClient>();
        services.AddHttpClient<GitHubEmails>(LimitCalls);
        if (!BackendProviders.Names.Any(settings.IsConfigured))
        {
            return;
        }

        var hasKeyRing = services.Any(service => service.ServiceType == typeof(IDataProtectionProvider));
        services.AddOpenIddict().AddClient(client =>
        {
            client.AllowAuthorizationCodeFlow();
            // The state travels with the visitor, so every node can finish what another one began. Its correlation cookie works once.
            client.DisableTokenStorage();
            // The scheme is that of Backend:PublicUrl, which is https or on loopback.
            client.UseAspNetCore().EnableRedirectionEndpointPassthrough().EnableErrorPassthrough().EnableStatusCodePagesIntegration()
                .DisableTransportSecurityRequirement();
            client.UseSystemNetHttp().ConfigureHttpClient(LimitCalls);
            client.UseWebProviders().AddConfigured(settings);
        });
        services.AddOptions<OpenIddictClientOptions>().Configure<BackendKey, BackendAddress>(UseOwnKeysAndAddress);
        services.PostConfigure<OpenIddictClientOptions>(options =>
            options.Registrations.ForEach(registration => registration.TokenValidationParameters.ValidateLifetime = true));
        services.AddOptions<OpenIddictClientAspNetCoreOptions>().Configure<BackendAddress>((options, address) =>
            options.CookieBuilder.Name = ProviderClient.CookieName(address));
        // A retry would wait for seconds.
        services.Configure<OpenIddictClientSystemNetHttpOptions>(options => options.HttpResiliencePipeline = null);
        if (!hasKeyRing)
        {
            // OpenIddict has registered Data Protection, which nothing uses here. At the start it would create keys in the home directory.
            services.Remove(services.Single(service => service.ImplementationType?.Name == "DataProtectionHostedService"));
        }
    }

    private static void AddConfigured(this OpenIddictClientWebIntegrationBuilder providers, ProviderSettings settings)
    {
        if (settings.IsConfigured("google"))
        {
            providers.AddGoogle(google => google.SetProviderName("google")
                .SetClientId(settings.Google.ClientId!).SetClientSecret(settings.Google.ClientSecret!).AddScopes("openid", "email", "profile"));
        }

        // Neither Facebook nor X says whether an address is verified, so it is not asked for.
        if (settings.IsConfigured("facebook"))
        {
            providers.AddFacebook(facebook => facebook.SetProviderName("facebook")
                .SetClientId(settings.Facebook.ClientId!).SetClientSecret(settings.Facebook.ClientSecret!)
                .AddScopes("public_profile").AddFields("id", "name", "picture"));
        }

        if (settings.IsConfigured("twitter"))
        {
            providers.AddTwitter(twitter => twitter.SetProviderName("twitter")
                .SetClientId(settings.Twitter.ClientId!).SetClientSecret(settings.Twitter.ClientSecret!).AddUserFields("id", "name", "profile_image_url"));
        }

        // The start rejects another key.
        if (settings.IsConfigured("apple") && settings.Apple.ReadPrivateKey() is { } key)
        {
            providers.AddApple(apple => apple.SetProviderName("apple").SetClientId(settings.Apple.ClientId!).SetTeamId(settings.Apple.TeamId!)
                .SetSigningKey(new ECDsaSecurityKey(key) { KeyId = settings.Apple.KeyId }).AddScopes("openid", "email", "name"));
        }

        if (settings.IsConfigured("discord"))
        {
            providers.AddDiscord(discord => discord.SetProviderName("discord")
                .SetClientId(settings.Discord.ClientId!).SetClientSecret(settings.Discord.ClientSecret!).AddScopes("openid", "identify", "email"));
        }

        if (settings.IsConfigured("github"))
        {
            providers.AddGitHub(github => github.SetProviderName("github")
                .SetClientId(settings.GitHub.ClientId!).SetClientSecret(settings.GitHub.ClientSecret!).AddScopes("read:user", "user:email"));
        }
    }

    private static void UseOwnKeysAndAddress(OpenIddictClientOptions options, BackendKey key, BackendAddress address)
    {
        options.EncryptionCredentials.Add(new EncryptingCredentials(
            new SymmetricSecurityKey(key.For("provider state encryption")), SecurityAlgorithms.Aes256KW, SecurityAlgorithms.Aes256CbcHmacSha512));
        options.SigningCredentials.Add(new SigningCredentials(new SymmetricSecurityKey(key.For("provider state signature")), SecurityAlgorithms.HmacSha256));
        foreach (var registration in options.Registrations)
        {
            registration.RedirectUri = new Uri($"{address.PublicUrl}/_auth/{registration.ProviderName}/callback");
        }
    }

    private static void LimitCalls(HttpClient client)
    {
        client.Timeout = CallTimeout;
        client.MaxResponseContentBufferSize = MaxResponseBytes;
    }
}
