using System.Globalization;
using System.Net;
using Altogic;
using AltogicAuth.Tests.App;
using Microsoft.Extensions.DependencyInjection;

namespace AltogicAuth.Tests.RateLimiting;

/// <summary>A device cookie lifts the limits that strangers use up. It must not lift all of them, however many of it somebody has.</summary>
public sealed class DeviceCookieTests
{
    private const string Cookie = "__Host-device";

    [Fact]
    public async Task Logins_that_carry_the_cookie_along_are_limited_as_one_browser()
    {
        await using var app = new LimitedApp();
        var user = await app.NewUserAsync();
        var browser = app.NewVisitor();
        await browser.LogInAsync(user);
        var passed = 0;
        for (var i = 0; i < 75; i++)
        {
            browser = With(browser.Cookie(Cookie)!, app, Moving.Address(i));
            passed += (await browser.TryLogInAsync(user.Email, user.Password)).Status == HttpStatusCode.SeeOther ? 1 : 0;
        }

        Assert.Equal(5, passed);
    }

    [Fact]
    public async Task A_browser_gets_no_new_attempts_by_logging_in_again()
    {
        await using var app = new LimitedApp();
        var (browser, user) = await app.NewLoggedInAsync();
        await browser.LogOutAsync();
        for (var i = 0; i < 4; i++)
        {
            await browser.TryLogInAsync(user.Email, "wrong");
        }

        await browser.LogInAsync(user);
        await browser.LogOutAsync();

        Assert.Equal(HttpStatusCode.TooManyRequests, (await browser.TryLogInAsync(user.Email, "wrong")).Status);
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public async Task Twenty_old_cookies_make_ten_guesses_of_a_hundred(bool isMoving, bool isAfterRestart)
    {
        var data = Directory.CreateTempSubdirectory("altogic-auth-devices-");
        try
        {
            TestUser user;
            List<string> collected = [];
            await using (var before = new LimitedApp { DataDirectory = data })
            {
                user = await before.NewUserAsync();
                for (var i = 0; i < 20; i++)
                {
                    var browser = before.NewVisitorFrom(Moving.Address(i));
                    await browser.LogInAsync(user);
                    collected.Add(browser.Cookie(Cookie)!);
                }

                await ChangePasswordElsewhereAsync(before, user);
                if (!isAfterRestart)
                {
                    Assert.Equal(10, await GuessAsync(before));
                }
            }

            await using var after = new LimitedApp { DataDirectory = data };
            Assert.Equal(10, await GuessAsync(after));

            async Task<int> GuessAsync(LimitedApp app)
            {
                var passed = 0;
                for (var i = 0; i < 100; i++)
                {
                    var browser = With(collected[i % 20], app, Moving.Address(isMoving ? i : 0));
                    passed += (await browser.TryLogInAsync(user.Email, "wrong")).Status == HttpStatusCode.Unauthorized ? 1 : 0;
                }

                return passed;
            }
        }
        finally
        {
            data.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task While_old_cookies_guess_the_owners_browser_gets_in_within_five_minutes()
    {
        await using var app = new LimitedApp();
        var (owner, user) = await app.NewLoggedInAsync();
        await owner.LogOutAsync();
        List<string> collected = [];
        for (var i = 0; i < 20; i++)
        {
            var browser = app.NewVisitorFrom(Moving.Address(i));
            await browser.LogInAsync(user);
            collected.Add(browser.Cookie(Cookie)!);
        }

        var guesses = 0;
        for (; guesses < 60; guesses++)
        {
            await GuessAsync();
        }

        owner.MoveTo("203.0.113.7");
        var limited = await owner.TryLogInAsync(user.Email, user.Password);
        Assert.Equal(HttpStatusCode.TooManyRequests, limited.Status);
        var wait = TimeSpan.FromSeconds(int.Parse(limited.Header("Retry-After")!, CultureInfo.InvariantCulture));
        Assert.InRange(wait, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(5));
        for (var waited = TimeSpan.Zero; waited < wait; waited += TimeSpan.FromSeconds(10))
        {
            app.Clock.Advance(TimeSpan.FromSeconds(10));
            await GuessAsync();
            guesses++;
        }

        Assert.Equal(HttpStatusCode.SeeOther, (await owner.TryLogInAsync(user.Email, user.Password)).Status);

        Task<Page> GuessAsync() => With(collected[guesses % 20], app, Moving.Address(guesses % 20)).TryLogInAsync(user.Email, "wrong");
    }

    [Fact]
    public async Task A_copy_from_before_a_password_change_shares_no_limit_after_a_restart()
    {
        var data = Directory.CreateTempSubdirectory("altogic-auth-devices-");
        try
        {
            TestUser user;
            string copy, own;
            await using (var before = new LimitedApp { DataDirectory = data })
            {
                (var browser, user) = await before.NewLoggedInAsync();
                copy = browser.Cookie(Cookie)!;
                await browser.SubmitAsync(await browser.OpenAsync("/profile/password"), "main form",
                    ("CurrentPassword", user.Password), ("NewPassword", "another quiet phrase"));
                own = browser.Cookie(Cookie)!;
            }

            await using var after = new LimitedApp { DataDirectory = data };
            for (var i = 0; i < 6; i++)
            {
                await With(copy, after, Moving.Address(i)).TryLogInAsync(user.Email, "wrong");
            }

            Assert.Equal(HttpStatusCode.SeeOther, (await With(own, after, Moving.Address(7)).TryLogInAsync(user.Email, "another quiet phrase")).Status);
        }
        finally
        {
            data.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task A_password_change_revokes_every_cookie_but_that_of_its_browser()
    {
        await using var app = new LimitedApp(("RateLimits:Login:PerAccount:PermitLimit", "3"));
        var (old, user) = await app.NewLoggedInAsync();
        await old.LogOutAsync();
        var changer = app.NewVisitor();
        await changer.LogInAsync(user);
        var changed = user with { Password = "a brand new phrase" };
        await changer.SubmitAsync(await changer.OpenAsync("/profile/password"), "main form",
            ("CurrentPassword", user.Password), ("NewPassword", changed.Password));
        await changer.LogOutAsync();

        await AssertIsKnownAsync(app, changed, changer, old);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_reset_revokes_every_cookie_but_that_of_its_browser(bool isFinishedByHand)
    {
        await using var app = new LimitedApp(("RateLimits:Login:PerAccount:PermitLimit", "3"));
        var (old, user) = await app.NewLoggedInAsync();
        await old.LogOutAsync();
        var resetter = app.NewVisitorFrom("203.0.113.7");
        await resetter.SubmitAsync(await resetter.OpenAsync("/forgot-password"), "main form", ("Email", user.Email));
        var form = await resetter.OpenToTheEndAsync((await app.ReadMailAsync(user.Email, "reset-pwd")).Link);
        var changed = user with { Password = "a brand new phrase" };
        if (isFinishedByHand)
        {
            app.Faults.Add(new Backend.Faults.Fault("auth/signin-email", Backend.Faults.FaultKind.Status, Times: 1));
        }

        var reset = await resetter.SubmitAsync(form, "main form", ("NewPassword", changed.Password));
        if (isFinishedByHand)
        {
            Assert.StartsWith("/login", reset.Location);
            await resetter.LogInAsync(changed);
        }

        await resetter.LogOutAsync();

        await AssertIsKnownAsync(app, changed, resetter, old);
    }

    /// <summary>While strangers guess, one of the two gets in at once, and the other waits like a stranger.</summary>
    private static async Task AssertIsKnownAsync(LimitedApp app, TestUser user, Visitor known, Visitor stranger)
    {
        for (var i = 0; i < 5; i++)
        {
            await app.NewVisitorFrom(Moving.Address(i)).TryLogInAsync(user.Email, "wrong");
        }

        stranger.MoveTo("198.51.100.1");
        known.MoveTo("198.51.100.2");
        Assert.Equal(HttpStatusCode.TooManyRequests, (await stranger.TryLogInAsync(user.Email, user.Password)).Status);
        Assert.Equal(HttpStatusCode.SeeOther, (await known.TryLogInAsync(user.Email, user.Password)).Status);
    }

    private static Visitor With(string cookie, LimitedApp app, string address)
    {
        var browser = app.NewVisitorFrom(address);
        browser.SetCookie(Cookie, cookie);
        return browser;
    }

    private static async Task ChangePasswordElsewhereAsync(LimitedApp app, TestUser user)
    {
        using var scope = app.Services.CreateScope();
        var auth = scope.ServiceProvider.GetRequiredService<AltogicClient>().Auth;
        var login = await auth.SignInWithEmailAsync(user.Email, user.Password);
        Assert.True((await auth.ChangePasswordAsync(login.Value!.Session!.Token, "a brand new phrase", user.Password)).IsSuccess);
    }
}
