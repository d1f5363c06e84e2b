namespace AltogicAuth.Backend.Tests;

/// <summary>The client key, the API key, and who may call an API that is not public.</summary>
public sealed class CallerKeyTests
{
    private static readonly object Credentials = new { email = "nobody@example.test", password = "secret phrase" };

    [Theory]
    [InlineData(null, "missing_client_key")]
    [InlineData("", "missing_client_key")]
    [InlineData("wrong", "invalid_client_key")]
    [InlineData("local-client-key", null)]
    [InlineData("LOCAL-CLIENT-KEY", "invalid_client_key")]
    [InlineData("local-client-key,wrong", "invalid_client_key")]
    public async Task Every_call_needs_the_client_key(string? key, string? code)
    {
        await using var backend = await BackendHost.StartAsync();

        var response = await CallerWith(backend, clientKey: key).PostAsync("auth/signin-email", Credentials);

        Assert.Equal((401, code ?? "invalid_sign_in_credentials"), (response.Status, response.Code));
    }

    [Theory]
    [InlineData("new-key", 401)]
    [InlineData("old-key", 401)]
    [InlineData("new-key, old-key", 404)]
    [InlineData("Bearer new-key", 404)]
    [InlineData(null, 404)]
    public async Task Closed_API_is_there_for_holders_of_an_API_key_only(string? apiKey, int status)
    {
        await using var backend = await BackendHost.StartAsync(settings: [("PublicApi", "false"), ("ApiKey", "new-key, old-key")]);

        var response = await CallerWith(backend, apiKey: apiKey).PostAsync("auth/signin-email", Credentials);

        Assert.Equal((status, status == 401 ? "invalid_sign_in_credentials" : "resource_not_found"), (response.Status, response.Code));
    }

    [Theory]
    [InlineData("GET", "/_api/rest/v1/auth/user")]
    [InlineData("POST", "/_api/rest/v1/storage/list-buckets")]
    [InlineData("POST", "/_API/rest/v1/auth/signin-email")]
    [InlineData("GET", "/_api/rest/v1/db/auth/verify")]
    [InlineData("GET", "/_api/nowhere")]
    public async Task Closed_API_looks_like_an_unknown_address(string method, string path)
    {
        await using var backend = await BackendHost.StartAsync(settings: [("PublicApi", "false"), ("ApiKey", "key")]);
        var caller = CallerWith(backend);

        var unknown = await caller.SendAsync(HttpMethod.Get, "/e:local/nowhere");

        Assert.Equal(unknown.Outcome, (await caller.SendAsync(new HttpMethod(method), $"/e:local{path}")).Outcome);
    }

    [Fact]
    public async Task Closed_API_opens_mailed_links_for_browsers()
    {
        await using var backend = await BackendHost.StartAsync(settings: [("PublicApi", "false"), ("ApiKey", "key")]);
        await CallerWith(backend, apiKey: "key").PostAsync("auth/signup-email", new { email = "ann@example.test", password = "secret phrase" });

        var target = await CallerWith(backend, clientKey: null).OpenMailedLinkAsync("ann@example.test", "email-confirm");

        Assert.Contains("access_token=", target.Query);
    }

    [Fact]
    public async Task Embedded_backend_outside_Development_has_a_closed_API_and_random_keys()
    {
        (string, string?)[] settings = [.. BackendHost.Production, ("ClientKey", null)];
        await using var one = await BackendHost.StartAsync(environment: "Production", isEmbedded: true, settings: settings);
        await using var other = await BackendHost.StartAsync(environment: "Production", isEmbedded: true, settings: settings);

        Assert.All([one, other], backend =>
        {
            Assert.False(backend.Options.PublicApi);
            Assert.Equal(64, backend.Options.ClientKey!.Length);
            Assert.Equal(64, backend.Options.ApiKey!.Length);
        });
        Assert.Equal(4, new HashSet<string?> { one.Options.ClientKey, one.Options.ApiKey, other.Options.ClientKey, other.Options.ApiKey }.Count);
        Assert.Equal(404, (await CallerWith(one).GetAsync("auth/user")).Status);
        Assert.Equal("missing_session_token", (await CallerWith(one, one.Options.ClientKey, one.Options.ApiKey).GetAsync("auth/user")).Code);
    }

    private static Caller CallerWith(BackendHost backend, string? clientKey = BackendOptions.DevelopmentClientKey, string? apiKey = null)
    {
        var caller = backend.NewCaller();
        caller.Http.DefaultRequestHeaders.Clear();
        foreach (var (name, value) in new[] { ("X-Client-Key", clientKey), ("Authorization", apiKey) })
        {
            if (value is not null)
            {
                caller.Http.DefaultRequestHeaders.TryAddWithoutValidation(name, value);
            }
        }

        return caller;
    }
}
