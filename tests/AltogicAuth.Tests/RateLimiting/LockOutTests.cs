using System.Globalization;
using System.Net;
using AltogicAuth.Tests.App;

namespace AltogicAuth.Tests.RateLimiting;

/// <summary>Strangers guess at an account, four times a second and each time from another address.</summary>
public sealed class LockOutTests(DefaultLimitsApp app) : IClassFixture<DefaultLimitsApp>
{
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan MaxWait = TimeSpan.FromMinutes(5);

    [Fact]
    public async Task Owner_with_a_device_cookie_does_not_wait_for_strangers()
    {
        var (owner, user) = await app.NewLoggedInFromAsync(app.NewAddress());
        await owner.LogOutAsync();
        var attack = await GuessAsync(user, 200);

        Assert.Equal(HttpStatusCode.TooManyRequests, attack.LastStatus);
        owner.MoveTo(app.NewAddress());
        Assert.Equal(HttpStatusCode.SeeOther, (await owner.TryLogInAsync(user.Email, user.Password)).Status);
    }

    [Fact]
    public async Task Owner_with_a_device_cookie_does_not_wait_for_neighbours()
    {
        var address = app.NewAddress();
        var (owner, user) = await app.NewLoggedInFromAsync(address);
        await owner.LogOutAsync();
        var neighbour = app.NewVisitorFrom(address);
        var form = await neighbour.OpenAsync("/login");
        for (var i = 0; i < 61; i++)
        {
            await neighbour.SubmitAsync(form, "main form", ("Identifier", $"nobody-{i}@example.test"), ("Password", "a fine long phrase"));
        }

        Assert.Equal(HttpStatusCode.TooManyRequests, (await app.NewVisitorFrom(address).TryLogInAsync(user.Email, user.Password)).Status);
        Assert.Equal(HttpStatusCode.SeeOther, (await owner.TryLogInAsync(user.Email, user.Password)).Status);
    }

    [Fact]
    public async Task Owner_waits_five_minutes_at_most_while_strangers_guess()
    {
        var user = await app.NewUserAsync();
        var attack = await GuessAsync(user, 200);

        var owner = app.NewVisitorFrom(app.NewAddress());
        var form = await owner.OpenAsync("/login");
        (string, string?)[] typed = [("Identifier", user.Email), ("Password", user.Password)];
        var limited = await owner.SubmitAsync(form, "main form", typed);
        Assert.Equal(HttpStatusCode.TooManyRequests, limited.Status);
        var wait = TimeSpan.FromSeconds(int.Parse(limited.Header("Retry-After")!, CultureInfo.InvariantCulture));
        Assert.InRange(wait, TimeSpan.FromSeconds(1), MaxWait);

        for (var waited = TimeSpan.Zero; waited < wait; waited += Pace)
        {
            await attack.GuessAsync();
        }

        Assert.Equal(HttpStatusCode.SeeOther, (await owner.SubmitAsync(form, "main form", typed)).Status);
    }

    [Fact]
    public async Task Device_cookie_counts_for_its_own_accounts_only()
    {
        var (stranger, _) = await app.NewLoggedInFromAsync(app.NewAddress());
        await stranger.LogOutAsync();
        var user = await app.NewUserAsync();
        await GuessAsync(user, 40);

        Assert.Equal(HttpStatusCode.TooManyRequests, (await stranger.TryLogInAsync(user.Email, user.Password)).Status);
    }

    [Fact]
    public async Task Device_cookie_is_limited_across_addresses()
    {
        var (thief, user) = await app.NewLoggedInFromAsync(app.NewAddress());
        await thief.LogOutAsync();
        var statuses = new List<HttpStatusCode>();
        for (var i = 0; i < 6; i++)
        {
            thief.MoveTo(app.NewAddress());
            statuses.Add((await thief.TryLogInAsync(user.Email, "wrong")).Status);
        }

        Assert.Equal(HttpStatusCode.TooManyRequests, statuses[5]);
        Assert.DoesNotContain(HttpStatusCode.TooManyRequests, statuses[..5]);
    }

    [Fact]
    public async Task Signing_in_to_one_account_gives_no_attempts_at_another()
    {
        var (thief, user) = await app.NewLoggedInFromAsync(app.NewAddress());
        await thief.LogOutAsync();
        for (var i = 0; i < 5; i++)
        {
            await thief.TryLogInAsync(user.Email, "wrong");
        }

        var own = await app.NewUserAsync();
        await thief.LogInAsync(own);
        await thief.LogOutAsync();

        Assert.Equal(HttpStatusCode.TooManyRequests, (await thief.TryLogInAsync(user.Email, "wrong")).Status);
    }

    [Theory]
    [InlineData("true", true)]
    [InlineData("false", false)]
    public async Task Device_cookie_is_issued_only_to_remembered_visitors(string remember, bool isIssued)
    {
        var user = await app.NewUserAsync();
        var visitor = app.NewVisitorFrom(app.NewAddress());
        await visitor.SubmitAsync(await visitor.OpenAsync("/login"), "main form",
            ("Identifier", user.Email), ("Password", user.Password), ("RememberMe", remember));

        Assert.Equal(isIssued, visitor.Cookie("__Host-device") is not null);
    }

    [Fact]
    public async Task Successful_login_resets_rate_limits()
    {
        var user = await app.NewUserAsync();
        await GuessAsync(user, 10);
        var owner = app.NewVisitorFrom(app.NewAddress());
        Assert.Equal(HttpStatusCode.TooManyRequests, (await owner.TryLogInAsync(user.Email, user.Password)).Status);

        app.Clock.Advance(TimeSpan.FromSeconds(2.1));
        Assert.Equal(HttpStatusCode.SeeOther, (await owner.TryLogInAsync(user.Email, user.Password)).Status);

        Assert.Equal(HttpStatusCode.Unauthorized, (await app.NewVisitorFrom(app.NewAddress()).TryLogInAsync(user.Email, "wrong")).Status);
    }

    private async Task<Attack> GuessAsync(TestUser user, int guesses)
    {
        var stranger = app.NewVisitor();
        var attack = new Attack(app, user, stranger, await stranger.OpenAsync("/login"));
        for (var i = 0; i < guesses; i++)
        {
            await attack.GuessAsync();
        }

        return attack;
    }

    private sealed class Attack(DefaultLimitsApp app, TestUser user, Visitor stranger, Page form)
    {
        public HttpStatusCode LastStatus { get; private set; }

        public async Task GuessAsync()
        {
            stranger.MoveTo(app.NewAddress());
            LastStatus = (await stranger.SubmitAsync(form, "main form", ("Identifier", user.Email), ("Password", "wrong"))).Status;
            app.Clock.Advance(Pace);
        }
    }
}
