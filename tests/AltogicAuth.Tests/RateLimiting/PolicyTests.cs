using System.Net;
using AltogicAuth.RateLimiting;
using AltogicAuth.Tests.App;
using Serilog.Events;

namespace AltogicAuth.Tests.RateLimiting;

public sealed class PolicyTests
{
    [Theory]
    [InlineData("/login", RateLimitPolicy.SignIn)]
    [InlineData("/register", RateLimitPolicy.Message)]
    [InlineData("/login-with-magic-link", RateLimitPolicy.Message)]
    [InlineData("/forgot-password", RateLimitPolicy.Message)]
    public async Task Attempts_per_account_and_address_are_limited(string address, RateLimitPolicy policy)
    {
        await using var app = new LimitedApp(($"RateLimits:{policy}:PermitLimit", "3"), ("RateLimits:MessageCooldown", "00:00:00"));
        var visitor = app.NewVisitor();
        var page = await visitor.OpenAsync(address);

        Assert.Equal(3, await PassedAsync(4, () => SubmitAsync(visitor, page, "ann@example.test")));
        Assert.Equal(1, await PassedAsync(1, () => SubmitAsync(visitor, page, "bob@example.test")));
        Assert.Equal(0, await PassedAsync(1, () => SubmitAsync(visitor, page, "ann@example.test")));
    }

    [Theory]
    [InlineData("/login", RateLimitPolicy.SignIn)]
    [InlineData("/register", RateLimitPolicy.Message)]
    [InlineData("/login-with-magic-link", RateLimitPolicy.Message)]
    [InlineData("/forgot-password", RateLimitPolicy.Message)]
    public async Task Attempts_per_account_from_many_addresses_are_limited(string address, RateLimitPolicy policy)
    {
        await using var app = new LimitedApp(($"RateLimits:{policy}:PermitLimit", "2"), ("RateLimits:MessageCooldown", "00:00:00"));
        var visitor = app.NewVisitor();
        var page = await visitor.OpenAsync(address);
        var number = 0;

        Assert.Equal(4, await PassedAsync(6, () =>
        {
            visitor.MoveTo(Moving.Address(number++));
            return SubmitAsync(visitor, page, "ann@example.test");
        }));
        Assert.Equal(1, await PassedAsync(1, () => SubmitAsync(visitor, page, "bob@example.test")));
    }

    [Theory]
    [InlineData("/login", RateLimitPolicy.SignIn)]
    [InlineData("/register", RateLimitPolicy.Message)]
    [InlineData("/login-with-magic-link", RateLimitPolicy.Message)]
    [InlineData("/forgot-password", RateLimitPolicy.Message)]
    public async Task All_spellings_of_an_address_share_one_limit(string address, RateLimitPolicy policy)
    {
        await using var app = new LimitedApp(($"RateLimits:{policy}:PermitLimit", "3"), ("RateLimits:MessageCooldown", "00:00:00"));
        var visitor = app.NewVisitor();
        var page = await visitor.OpenAsync(address);
        var spellings = new Queue<string>(["ann@bücher.example", "ann@xn--bcher-kva.example", "\u200BANN@BÜCHER.example", "ann@bücher。example"]);

        Assert.Equal(3, await PassedAsync(4, () => SubmitAsync(visitor, page, spellings.Dequeue())));
    }

    [Theory]
    [InlineData("/profile/password", RateLimitPolicy.SignIn)]
    [InlineData("/profile/email", RateLimitPolicy.Message)]
    [InlineData("/profile/delete", RateLimitPolicy.SignIn)]
    [InlineData("/profile/export", RateLimitPolicy.SignIn)]
    [InlineData("/profile/end-all-sessions", RateLimitPolicy.SignIn)]
    public async Task Password_guesses_within_a_session_are_limited(string address, RateLimitPolicy policy)
    {
        await using var app = new LimitedApp(($"RateLimits:{policy}:PermitLimit", "3"));
        var (visitor, user) = await app.NewLoggedInAsync();
        var (other, otherUser) = await app.NewLoggedInAsync();
        app.Clock.Advance(TimeSpan.FromMinutes(6));

        Assert.Equal(3, await PassedAsync(4, () => GuessAsync(visitor, user)));
        Assert.Equal(1, await PassedAsync(1, () => GuessAsync(other, otherUser)));

        async Task<Page> GuessAsync(Visitor who, TestUser account) => await who.SubmitAsync(await who.OpenAsync(address), "main form",
            ("Confirmation", account.Email), ("CurrentPassword", "wrong"), ("NewPassword", "a brand new phrase"), ("Email", "new@example.test"), ("Reauthentication.Password", "wrong"));
    }

    [Fact]
    public void Each_policy_has_the_settings_of_its_name()
    {
        var options = new RateLimitOptions();

        Assert.All(Enum.GetValues<RateLimitPolicy>(), policy =>
            Assert.Same(typeof(RateLimitOptions).GetProperty($"{policy}")!.GetValue(options), options.Of(policy)));
    }

    [Fact]
    public async Task Policies_are_counted_apart()
    {
        await using var app = new LimitedApp(("RateLimits:SignIn:AddressPermitLimit", "1"));
        var visitor = app.NewVisitor();
        var (login, mail) = (await visitor.OpenAsync("/login"), await visitor.OpenAsync("/login-with-magic-link"));

        Assert.Equal(1, await PassedAsync(2, () => SubmitAsync(visitor, login, "ann@example.test")));
        Assert.Equal(1, await PassedAsync(1, () => SubmitAsync(visitor, mail, "ann@example.test")));
    }

    [Fact]
    public async Task Failed_sign_ins_at_an_address_do_not_delay_its_signed_in_users()
    {
        await using var app = new LimitedApp(("RateLimits:SignIn:AddressPermitLimit", "3"));
        var (member, _) = await app.NewLoggedInAsync();
        app.Clock.Advance(TimeSpan.FromMinutes(20));
        await ExhaustAddressAsync(app.NewVisitor());

        var guess = await member.DeleteAccountAsync(await member.OpenAsync("/profile/delete"), ("Reauthentication.Password", "wrong"));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, guess.Status);
    }

    [Fact]
    public async Task Failed_sign_ins_at_an_address_do_not_delay_mailed_links()
    {
        await using var app = new LimitedApp(("RateLimits:SignIn:AddressPermitLimit", "3"));
        var user = await app.NewUserAsync();
        var visitor = app.NewVisitor();
        await visitor.AskForMagicLinkAsync(user.Email);
        var link = (await app.ReadMailAsync(user.Email, "magic-link")).Link;
        await ExhaustAddressAsync(app.NewVisitor());

        await visitor.OpenToTheEndAsync(link);

        Assert.NotNull(visitor.Cookie("__Host-session"));
    }

    private static async Task ExhaustAddressAsync(Visitor stranger)
    {
        var page = await stranger.OpenAsync("/login");
        var number = 0;
        Assert.Equal(3, await PassedAsync(4, () => SubmitAsync(stranger, page, $"nobody-{number++}@example.test")));
    }

    [Fact]
    public async Task Ipv6_networks_of_one_allocation_share_a_looser_limit()
    {
        await using var app = new LimitedApp(("RateLimits:SignIn:AddressPermitLimit", "1"));
        var visitor = app.NewVisitor();
        var page = await visitor.OpenAsync("/login");
        var number = 0;

        Assert.Equal(10, await PassedAsync(12, () => SubmitFromAsync($"2001:db8:1:{number++}::1")));
        Assert.Equal(1, await PassedAsync(1, () => SubmitFromAsync("2001:db8:2:1::1")));

        Task<Page> SubmitFromAsync(string address)
        {
            visitor.MoveTo(address);
            return SubmitAsync(visitor, page, $"nobody-{number}@example.test");
        }
    }

    [Theory]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", true)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:3::1", false)]
    [InlineData("::ffff:10.0.0.1", "10.0.0.1", true)]
    [InlineData("10.0.0.1", "10.0.0.2", false)]
    public void Ipv6_network_counts_as_one_address(string one, string other, bool same) =>
        Assert.Equal(same, AttemptPermits.PrefixOf(IPAddress.Parse(one)) == AttemptPermits.PrefixOf(IPAddress.Parse(other)));

    [Fact]
    public async Task Photo_uploads_per_account_are_limited()
    {
        await using var app = new LimitedApp(("RateLimits:Photo:PermitLimit", "3"));
        var (visitor, _) = await app.NewLoggedInAsync();
        var page = await visitor.OpenAsync("/profile");

        Assert.Equal(3, await PassedAsync(4, () => visitor.UploadAsync(page, [1, 2, 3])));
    }

    [Fact]
    public async Task Rejection_is_logged_with_policy_and_partition_only()
    {
        await using var app = new LimitedApp(("RateLimits:SignIn:PermitLimit", "1"));
        await app.NewVisitor().TryLogInAsync("ann@example.test", "wrong");
        await app.NewVisitor().TryLogInAsync("ann@example.test", "wrong");

        var hit = Assert.Single(app.Log.Events, e => e.MessageTemplate.Text.StartsWith("Rate limit exceeded", StringComparison.Ordinal));
        Assert.Equal(LogEventLevel.Warning, hit.Level);
        Assert.Contains("1011", hit.Properties["EventId"].ToString());
        Assert.Equal("Rate limit exceeded: \"SignIn\" per \"visitor\"", hit.RenderMessage(null));
        Assert.NotNull(hit.TraceId);
    }

    private static Task<Page> SubmitAsync(Visitor visitor, Page page, string email) =>
        visitor.SubmitAsync(page, "main form", ("Identifier", email), ("Password", "a fine long phrase"), ("Name", "x"));

    /// <summary>How many of the requests were not rejected.</summary>
    private static async Task<int> PassedAsync(int times, Func<Task<Page>> send)
    {
        var passed = 0;
        for (var i = 0; i < times; i++)
        {
            passed += (await send()).Status == HttpStatusCode.TooManyRequests ? 0 : 1;
        }

        return passed;
    }
}
