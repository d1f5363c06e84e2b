using System.Globalization;
using System.Net;
using AltogicAuth.Tests.App;

namespace AltogicAuth.Tests.RateLimits;

/// <summary>Somebody guesses at an account, four times a second and each time from another address.</summary>
public sealed class LockOutTests
{
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Bound = TimeSpan.FromMinutes(5);

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
    public async Task Whoever_knows_the_password_ends_the_waiting_of_everybody()
    {
        await using var app = new LimitedApp(("RateLimits:Login:PerAccount:FreeTries", "3"));
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
