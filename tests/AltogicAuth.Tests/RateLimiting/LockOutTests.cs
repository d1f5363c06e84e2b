using System.Globalization;
using System.Net;
using AltogicAuth.Tests.App;

namespace AltogicAuth.Tests.RateLimiting;

/// <summary>Somebody guesses at an account, four times a second and each time from another address.</summary>
public sealed class LockOutTests
{
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Bound = TimeSpan.FromMinutes(5);

    [Fact]
    public async Task While_strangers_guess_the_owner_gets_in_at_once_where_they_have_been_before()
    {
        await using var app = new LimitedApp();
        var (owner, user) = await app.NewLoggedInAsync();
        await owner.LogOutAsync();
        var attack = await Attack.BeginAsync(app, user);
        for (var i = 0; i < 200; i++)
        {
            await attack.GuessAsync();
        }

        Assert.Equal(HttpStatusCode.TooManyRequests, attack.LastStatus);
        owner.MoveTo("203.0.113.7");
        Assert.Equal(HttpStatusCode.SeeOther, (await owner.TryLogInAsync(user.Email, user.Password)).Status);
    }

    [Fact]
    public async Task A_neighbour_behind_the_same_address_does_not_use_up_the_tries_of_a_browser_that_has_been_here_before()
    {
        await using var app = new LimitedApp(("RateLimits:PerAddress:PermitLimit", "3"));
        var (owner, user) = await app.NewLoggedInAsync();
        await owner.LogOutAsync();
        var neighbour = app.NewVisitorFrom("203.0.113.7");
        for (var i = 0; i < 4; i++)
        {
            await neighbour.TryLogInAsync($"nobody-{i}@example.test", "a fine long phrase");
        }

        owner.MoveTo("203.0.113.7");
        Assert.Equal(HttpStatusCode.TooManyRequests, (await app.NewVisitorFrom("203.0.113.7").TryLogInAsync(user.Email, user.Password)).Status);
        Assert.Equal(HttpStatusCode.SeeOther, (await owner.TryLogInAsync(user.Email, user.Password)).Status);
    }

    [Fact]
    public async Task While_strangers_guess_the_owner_gets_in_from_anywhere_within_five_minutes()
    {
        await using var app = new LimitedApp();
        var user = await app.NewUserAsync();
        var attack = await Attack.BeginAsync(app, user);
        for (var i = 0; i < 200; i++)
        {
            await attack.GuessAsync();
        }

        var owner = app.NewVisitorFrom("203.0.113.7");
        var form = await owner.OpenAsync("/login");
        (string, string?)[] typed = [("Email", user.Email), ("Password", user.Password)];
        var limited = await owner.SubmitAsync(form, "main form", typed);
        Assert.Equal(HttpStatusCode.TooManyRequests, limited.Status);
        var wait = TimeSpan.FromSeconds(int.Parse(limited.Header("Retry-After")!, CultureInfo.InvariantCulture));
        Assert.InRange(wait, TimeSpan.FromSeconds(1), Bound);

        for (var waited = TimeSpan.Zero; waited < wait; waited += Pace)
        {
            await attack.GuessAsync();
        }

        Assert.Equal(HttpStatusCode.SeeOther, (await owner.SubmitAsync(form, "main form", typed)).Status);
    }

    [Fact]
    public async Task A_browser_is_known_to_the_accounts_that_logged_in_with_it_only()
    {
        await using var app = new LimitedApp();
        var (somebodyElse, _) = await app.NewLoggedInAsync();
        await somebodyElse.LogOutAsync();
        var user = await app.NewUserAsync();
        var attack = await Attack.BeginAsync(app, user);
        for (var i = 0; i < 40; i++)
        {
            await attack.GuessAsync();
        }

        somebodyElse.MoveTo("203.0.113.7");
        Assert.Equal(HttpStatusCode.TooManyRequests, (await somebodyElse.TryLogInAsync(user.Email, user.Password)).Status);
    }

    [Fact]
    public async Task A_known_browser_is_one_visitor_wherever_it_goes()
    {
        await using var app = new LimitedApp();
        var (thief, user) = await app.NewLoggedInAsync();
        await thief.LogOutAsync();
        var statuses = new List<HttpStatusCode>();
        for (var i = 0; i < 6; i++)
        {
            thief.MoveTo(Moving.Address(i));
            statuses.Add((await thief.TryLogInAsync(user.Email, "wrong")).Status);
        }

        Assert.Equal(HttpStatusCode.TooManyRequests, statuses[5]);
        Assert.DoesNotContain(HttpStatusCode.TooManyRequests, statuses[..5]);
    }

    [Fact]
    public async Task Logging_in_to_one_account_gives_no_new_tries_at_another()
    {
        await using var app = new LimitedApp();
        var (thief, user) = await app.NewLoggedInAsync();
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
    public async Task A_browser_is_remembered_only_where_the_visitor_is(string remember, bool isKnown)
    {
        await using var app = new LimitedApp();
        var user = await app.NewUserAsync();
        var visitor = app.NewVisitor();
        await visitor.SubmitAsync(await visitor.OpenAsync("/login"), "main form",
            ("Email", user.Email), ("Password", user.Password), ("RememberMe", remember));

        Assert.Equal(isKnown, visitor.Cookie("__Host-device") is not null);
    }

    [Fact]
    public async Task Whoever_knows_the_password_ends_the_waiting_of_everybody()
    {
        await using var app = new LimitedApp(("RateLimits:Login:PerAccount:PermitLimit", "3"));
        var user = await app.NewUserAsync();
        var attack = await Attack.BeginAsync(app, user);
        for (var i = 0; i < 4; i++)
        {
            await attack.GuessAsync();
        }

        var owner = app.NewVisitorFrom("203.0.113.7");
        Assert.Equal(HttpStatusCode.TooManyRequests, (await owner.TryLogInAsync(user.Email, user.Password)).Status);
        app.Clock.Advance(TimeSpan.FromSeconds(2.1));
        Assert.Equal(HttpStatusCode.SeeOther, (await owner.TryLogInAsync(user.Email, user.Password)).Status);

        Assert.Equal(HttpStatusCode.Unauthorized, (await app.NewVisitorFrom("203.0.113.8").TryLogInAsync(user.Email, "wrong")).Status);
    }

    private sealed class Attack(LimitedApp app, TestUser user, Visitor stranger, Page form)
    {
        private int _guesses;

        public HttpStatusCode LastStatus { get; private set; }

        public static async Task<Attack> BeginAsync(LimitedApp app, TestUser user)
        {
            var stranger = app.NewVisitor();
            return new Attack(app, user, stranger, await stranger.OpenAsync("/login"));
        }

        public async Task GuessAsync()
        {
            stranger.MoveTo(Moving.Address(_guesses++));
            LastStatus = (await stranger.SubmitAsync(form, "main form", ("Email", user.Email), ("Password", "wrong"))).Status;
            app.Clock.Advance(Pace);
        }
    }
}
