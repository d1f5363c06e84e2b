using Microsoft.Extensions.DependencyInjection;

namespace AltogicAuth.Backend.Tests.Providers;

/// <summary>A backend for which all six providers are configured, and these providers.</summary>
internal sealed class ProviderBackend : IAsyncDisposable
{
    private ProviderBackend(BackendHost host, FakeProviders fake)
    {
        Host = host;
        Fake = fake;
    }

    public static (string Key, string? Value)[] Settings { get; } =
    [
        ("PublicUrl", "https://backend.example.test/e:local"),
        ("RedirectUrl", "https://app.example.test/auth-redirect?kept=1"),
        .. ((string[])["Google", "Facebook", "Twitter", "Discord", "GitHub"]).SelectMany(provider =>
            ((string, string?)[])[($"Providers:{provider}:ClientId", FakeProviders.ClientId), ($"Providers:{provider}:ClientSecret", FakeProviders.ClientSecret)]),
        ("Providers:Apple:ClientId", FakeProviders.ClientId),
        ("Providers:Apple:TeamId", "TEAM"),
        ("Providers:Apple:KeyId", "KEY"),
        ("Providers:Apple:PrivateKey", FakeProviders.AppleKey.ExportPkcs8PrivateKeyPem()),
    ];

    public BackendHost Host { get; }

    public FakeProviders Fake { get; }

    public static async Task<ProviderBackend> StartAsync(
        DirectoryInfo? data = null, string environment = "Development", FakeProviders? fake = null, params (string Key, string? Value)[] settings)
    {
        fake ??= new FakeProviders();
        var host = await BackendHost.StartAsync(data, environment, settings: [.. Settings, .. settings], wire: services =>
            services.ConfigureHttpClientDefaults(http => http.AddHttpMessageHandler(() => new ToFake(fake))));
        return new ProviderBackend(host, fake);
    }

    public ProviderBrowser NewBrowser() => new(Host.NewCaller().Http, Fake);

    /// <summary>Signs in with a browser of its own, and exchanges the token.</summary>
    public async Task<ApiResult> SignInAsync(string provider, FakeUser user)
    {
        Fake.User = user;
        return await GrantAsync(await NewBrowser().SignInAsync(provider));
    }

    /// <summary>The app is told so, and there is neither a user of a provider nor a session.</summary>
    public void AssertRejected(ProviderResult result, string status = "401", string code = "provider_sign_in_failed")
    {
        Assert.Equal((status, code), result.Failure);
        Assert.Equal(("oauth-signin", null), (result["action"], result["access_token"]));
        Assert.Empty(Host.Sql("select user_id from sign_in_methods where kind <> 'password'"));
        Assert.Empty(Host.Sql("select user_id from links"));
    }

    public Task<ApiResult> GrantAsync(ProviderResult result) => Host.NewCaller().GetAsync($"auth/grant?key={result.AccessToken}");

    public ValueTask DisposeAsync() => Host.DisposeAsync();

    /// <summary>Every call to a provider goes to the fake, whatever its address.</summary>
    private sealed class ToFake(FakeProviders fake) : DelegatingHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => fake.SendAsync(request, cancellationToken);
    }
}
