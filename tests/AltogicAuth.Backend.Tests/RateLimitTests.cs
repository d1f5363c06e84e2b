namespace AltogicAuth.Backend.Tests;

/// <summary>Attempts by account, address and network, for callers whose address a trusted caller names.</summary>
public sealed class RateLimitTests : IAsyncLifetime
{
    private const string ApiKey = "api-key";

    private BackendHost _backend = null!;

    public async ValueTask InitializeAsync() =>
        _backend = await BackendHost.StartAsync(settings: [("RateLimits:Enabled", "true"), ("ApiKey", ApiKey), ("PasswordIterations", "1")]);

    public ValueTask DisposeAsync() => _backend.DisposeAsync();

    [Fact]
    public async Task Account_has_30_attempts_of_open_callers_in_ten_minutes()
    {
        for (var i = 0; i < 30; i++)
        {
            Assert.Equal(401, (await SignInAsync("ann@example.test", _backend.NewCaller())).Status);
        }

        AssertLimited(await SignInAsync("ann@example.test", _backend.NewCaller()), "600");
        AssertLimited(await SignInAsync("ANN@example.test ", _backend.NewCaller()), "600");
        Assert.Equal(401, (await SignInAsync("bob@example.test", _backend.NewCaller())).Status);
    }

    [Theory]
    [InlineData("signin-phone", 404)]
    [InlineData("signin-code", 404)]
    [InlineData("send-code", 404)]
    [InlineData("verify-phone", 404)]
    [InlineData("resend-code", 404)]
    [InlineData("send-reset-code", 404)]
    [InlineData("reset-pwd-code", 404)]
    [InlineData("signup-phone", 400)]
    public async Task Number_has_30_attempts_in_ten_minutes(string call, int status)
    {
        const string phone = "+905321234567";
        var caller = _backend.NewCaller();
        if (call == "signup-phone")
        {
            // The first attempt of thirty.
            await AttemptAsync();
        }

        for (var i = call == "signup-phone" ? 1 : 0; i < 30; i++)
        {
            Assert.Equal(status, (await AttemptAsync()).Status);
        }

        AssertLimited(await AttemptAsync(), "600");

        Task<ApiResult> AttemptAsync() => caller.PostByPhoneAsync(call, phone, "123456", new { phone, password = "secret phrase", newPassword = "secret phrase" });
    }

    [Fact]
    public async Task Change_of_number_is_limited_like_a_change_of_address()
    {
        // Sign-up and confirmation are the first two attempts.
        var (ann, _, _) = await _backend.NewPhoneUserAsync();
        for (var i = 2; i < 30; i++)
        {
            Assert.Equal(401, (await ChangeAsync()).Status);
        }

        AssertLimited(await ChangeAsync(), "600");

        Task<ApiResult> ChangeAsync() => ann.PostAsync("auth/change-phone", new { currentPassword = "guess", newPhone = "+905321234567" });
    }

    [Fact]
    public async Task Named_visitor_does_not_use_up_the_attempts_of_another()
    {
        for (var i = 0; i < 30; i++)
        {
            Assert.Equal(401, (await SignInAsync("ann@example.test", from: "192.0.2.1")).Status);
        }

        AssertLimited(await SignInAsync("ann@example.test", from: "192.0.2.1"), "600");
        Assert.Equal(401, (await SignInAsync("ann@example.test", from: "203.0.113.1")).Status);
    }

    [Fact]
    public async Task Limit_ends_with_its_window()
    {
        await ExhaustAsync("192.0.2.1");
        _backend.Clock.Advance(TimeSpan.FromMinutes(9.5));
        AssertLimited(await SignInAsync("ann@example.test", from: "192.0.2.1"), "30");

        _backend.Clock.Advance(TimeSpan.FromSeconds(30));

        Assert.Equal(401, (await SignInAsync("ann@example.test", from: "192.0.2.1")).Status);
    }

    [Theory]
    [InlineData("192.0.2.1", "192.0.2.1", true)]
    [InlineData("192.0.2.1", "::ffff:192.0.2.1", true)]
    [InlineData("192.0.2.1", "192.0.2.2", false)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", true)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:3::1", false)]
    public async Task Address_has_100_attempts_at_all_accounts(string first, string next, bool isLimited)
    {
        await ExhaustAsync(first);

        Assert.Equal(isLimited ? 429 : 401, (await SignInAsync("ann@example.test", from: next)).Status);
    }

    [Theory]
    [InlineData("192.0.2.{0}", "192.0.2.99", "192.0.3.1")]
    [InlineData("2001:db8:1:{0}::1", "2001:db8:1:99::1", "2001:db8:2:1::1")]
    public async Task Network_has_1000_attempts_from_all_addresses(string addresses, string inside, string outside)
    {
        for (var i = 0; i < 10; i++)
        {
            await ExhaustAsync(string.Format(System.Globalization.CultureInfo.InvariantCulture, addresses, i));
        }

        Assert.Equal(429, (await SignInAsync("ann@example.test", from: inside)).Status);
        Assert.Equal(401, (await SignInAsync("ann@example.test", from: outside)).Status);
    }

    [Fact]
    public async Task Rejected_attempts_of_an_address_do_not_count_for_its_network()
    {
        await ExhaustAsync("192.0.2.1");
        for (var i = 0; i < 1_000; i++)
        {
            Assert.Equal(429, (await From("192.0.2.1").PostAsync($"auth/send-magic?email=user-{i}@example.test")).Status);
        }

        Assert.Equal(401, (await SignInAsync("ann@example.test", from: "192.0.2.2")).Status);
    }

    [Fact]
    public async Task Calls_that_check_secrets_mail_or_hash_are_limited()
    {
        var (_, email, _, session) = await _backend.NewUserAsync();
        await ExhaustAsync("192.0.2.1");
        var caller = From("192.0.2.1", session);
        var credentials = new { email = "new@example.test", password = "secret phrase" };

        ApiResult[] responses =
        [
            await caller.PostAsync("auth/signup-email", credentials),
            await caller.PostAsync("auth/signin-email", credentials),
            await caller.PostAsync($"auth/resend?email={email}"),
            await caller.PostAsync($"auth/send-magic?email={email}"),
            await caller.PostAsync($"auth/send-reset?email={email}"),
            await caller.PostAsync("auth/reset-pwd?key=guess", new { newPassword = "secret phrase" }),
            await caller.GetAsync("auth/grant?key=guess"),
            await caller.PostAsync("auth/change-pwd", new { oldPassword = "guess", newPassword = "secret phrase" }),
            await caller.PostAsync("auth/change-email", new { currentPassword = "guess", newEmail = "new@example.test" }),
        ];

        Assert.All(responses, response => AssertLimited(response, "600"));
        Assert.Equal(200, (await caller.GetAsync("auth/user")).Status);
    }

    [Fact]
    public async Task Account_is_limited_across_calls()
    {
        var (_, email, _, session) = await _backend.NewUserAsync();
        for (var i = 0; i < 15; i++)
        {
            await _backend.NewCaller().PostAsync($"auth/send-magic?email={email}");
            await _backend.NewCaller(session).PostAsync("auth/change-pwd", new { oldPassword = "guess", newPassword = "secret phrase" });
        }

        AssertLimited(await SignInAsync(email, _backend.NewCaller()), "600");
    }

    [Theory]
    [InlineData("X-Visitor-Address")]
    [InlineData("X-Forwarded-For")]
    [InlineData("X-Real-IP")]
    [InlineData("Forwarded")]
    public async Task Caller_without_an_API_key_cannot_choose_its_address(string header)
    {
        for (var i = 0; i < 100; i++)
        {
            Assert.Equal(401, (await SignInAsync(header, $"192.0.2.{i}", i)).Status);
        }

        Assert.Equal(429, (await SignInAsync(header, "203.0.113.1", 100)).Status);
    }

    [Fact]
    public async Task Concurrent_attempts_are_counted_exactly()
    {
        var statuses = await Task.WhenAll(Enumerable.Range(0, 150).Select(async i =>
            (await From("192.0.2.1").PostAsync($"auth/send-magic?email=user-{i}@example.test")).Status));

        Assert.Equal((100, 50), (statuses.Count(status => status == 401), statuses.Count(status => status == 429)));
    }

    [Fact]
    public async Task Limits_that_are_off_outside_Development_are_warned_of()
    {
        await using var off = await BackendHost.StartAsync(environment: "Production", settings: [.. BackendHost.Production, ("RateLimits:Enabled", "false")]);
        await using var on = await BackendHost.StartAsync(environment: "Production", settings: [.. BackendHost.Production, ("RateLimits:Enabled", "true")]);

        Assert.Contains(off.Log.Lines, line => line.Text.StartsWith("Backend:RateLimits:Enabled is false", StringComparison.Ordinal));
        Assert.DoesNotContain(on.Log.Lines, line => line.Text.StartsWith("Backend:RateLimits:Enabled is false", StringComparison.Ordinal));
    }

    /// <summary>Uses up the attempts of an address, each at another account.</summary>
    private async Task ExhaustAsync(string address)
    {
        var caller = From(address);
        for (var i = 0; i < 100; i++)
        {
            Assert.Equal(401, (await caller.PostAsync($"auth/send-magic?email=user-{Guid.NewGuid():N}@example.test")).Status);
        }
    }

    private Task<ApiResult> SignInAsync(string email, string from) => SignInAsync(email, From(from));

    private static Task<ApiResult> SignInAsync(string email, Caller caller) => caller.PostAsync("auth/signin-email", new { email, password = "guess" });

    private Task<ApiResult> SignInAsync(string header, string value, int account)
    {
        var caller = _backend.NewCaller();
        caller.Http.DefaultRequestHeaders.Add(header, value);
        return caller.PostAsync("auth/signin-email", new { email = $"user-{account}@example.test", password = "guess" });
    }

    private Caller From(string address, string? session = null)
    {
        var caller = _backend.NewCaller(session);
        caller.Http.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", ApiKey);
        caller.Http.DefaultRequestHeaders.Add("X-Visitor-Address", address);
        return caller;
    }

    private static void AssertLimited(ApiResult response, string retryAfter)
    {
        Assert.Equal((429, "rate_limit_exceeded"), (response.Status, response.Code));
        Assert.Equal(retryAfter, response.Response.Headers.GetValues("Retry-After").Single());
        response.AssertErrorForm();
    }
}
