namespace AltogicAuth.Backend.Tests.Providers;

/// <summary>A sign-in at each provider, from the link to the session.</summary>
public sealed class ProviderSignInTests
{
    [Theory]
    [InlineData("google", "ann@example.test", "Ann", "https://pictures.example.test/1234567890.png")]
    [InlineData("facebook", null, "Ann", "https://pictures.example.test/1234567890.png")]
    [InlineData("twitter", null, "Ann", "https://pictures.example.test/1234567890.png")]
    [InlineData("apple", "ann@example.test", "Ann Apple", null)]
    [InlineData("discord", "ann@example.test", "Ann", "https://cdn.discordapp.com/avatars/1234567890/abc.png")]
    [InlineData("github", "ann@example.test", "Ann", "https://pictures.example.test/1234567890.png")]
    public async Task First_sign_in_creates_the_user(string provider, string? email, string name, string? picture)
    {
        await using var backend = await ProviderBackend.StartAsync();

        var result = await backend.NewBrowser().SignInAsync(provider);

        Assert.Equal(("200", "oauth-signin", null), (result["status"], result["action"], result["error"]));
        var granted = await backend.GrantAsync(result);
        var user = granted.Json!["user"]!;
        Assert.NotNull((string?)granted.Json["session"]!["token"]);
        Assert.Equal((provider, "1234567890"), ((string?)user["provider"], (string?)user["providerUserId"]));
        Assert.Equal((email, email is null ? null : true), ((string?)user["email"], (bool?)user["emailVerified"]));
        Assert.Equal((name, picture), ((string?)user["name"], (string?)user["profilePicture"]));
    }

    [Theory]
    [InlineData("google")]
    [InlineData("facebook")]
    [InlineData("twitter")]
    [InlineData("apple")]
    [InlineData("discord")]
    [InlineData("github")]
    public async Task Address_of_the_backend_is_never_that_of_the_Host_header(string provider)
    {
        await using var backend = await ProviderBackend.StartAsync();

        var authorize = await backend.NewBrowser().StartAsync(provider, ("Host", "evil.example"));

        Assert.Equal($"https://backend.example.test/e:local/_auth/{provider}/callback", System.Web.HttpUtility.ParseQueryString(authorize.Query)["redirect_uri"]);
    }

    [Theory]
    [InlineData("google", "openid email profile")]
    [InlineData("facebook", "public_profile")]
    [InlineData("twitter", "tweet.read users.read")]
    [InlineData("apple", "openid email name")]
    [InlineData("discord", "openid identify email")]
    [InlineData("github", "read:user user:email")]
    public async Task Sign_in_asks_for_few_scopes_and_has_PKCE(string provider, string scopes)
    {
        await using var backend = await ProviderBackend.StartAsync();

        var asked = System.Web.HttpUtility.ParseQueryString((await backend.NewBrowser().StartAsync(provider)).Query);

        Assert.Equal(scopes.Split(' ').Order(), asked["scope"]!.Split(' ').Order());
        Assert.Equal("S256", asked["code_challenge_method"]);
    }

    [Theory]
    [InlineData("google")]
    [InlineData("apple")]
    [InlineData("github")]
    public async Task Redirect_to_the_provider_fits_into_4_kB(string provider)
    {
        await using var backend = await ProviderBackend.StartAsync();

        var start = await backend.NewBrowser().SendAsync(HttpMethod.Get, $"/e:local/_auth/{provider}");

        Assert.InRange(start.Response.Headers.ToString().Length, 1, 4_000);
    }
}
