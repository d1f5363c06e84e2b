using System.Globalization;
using System.Net;
using Altogic;
using AltogicAuth.Tests.App;
using Microsoft.Extensions.DependencyInjection;

namespace AltogicAuth.Tests.RateLimiting;

/// <summary>A device cookie lifts the limits that strangers share. Its own limits hold even for a collection of stolen cookies.</summary>
public sealed class DeviceCookieTests(DefaultLimitsApp app) : IClassFixture<DefaultLimitsApp>
{
    private const string Cookie = "__Host-device";

    [Fact]
    public async Task Replayed_device_cookies_share_one_limit()
    {
        var (browser, user) = await app.NewLoggedInFromAsync(app.NewAddress());
        var passed = 0;
        for (var i = 0; i < 75; i++)
        {
            browser = With(browser.Cookie(Cookie)!, app, app.NewAddress());
            passed += (await browser.TryLogInAsync(user.Email, user.Password)).Status == HttpStatusCode.SeeOther ? 1 : 0;
        }

        Assert.Equal(5, passed);
    }

    [Fact]
    public async Task Signing_in_again_gives_a_browser_no_new_attempts()
    {
        var (browser, user) = await app.NewLoggedInFromAsync(app.NewAddress());
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
    public async Task Twenty_device_cookies_allow_ten_of_a_hundred_guesses(bool isMoving, bool isAfterRestart)
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

            async Task<int> GuessAsync(LimitedApp limited)
            {
                var passed = 0;
                for (var i = 0; i < 100; i++)
                {
                    var browser = With(collected[i % 20], limited, Moving.Address(isMoving ? i : 0));
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
    public async Task Owner_waits_five_minutes_at_most_while_device_cookies_guess()
    {
        var (owner, user) = await app.NewLoggedInFromAsync(app.NewAddress());
        await owner.LogOutAsync();
        List<string> collected = [];
        for (var i = 0; i < 20; i++)
        {
            var browser = app.NewVisitorFrom(app.NewAddress());
            await browser.LogInAsync(user);
            collected.Add(browser.Cookie(Cookie)!);
        }

        string[] addresses = [.. collected.Select(_ => app.NewAddress())];
        var guesses = 0;
        for (; guesses < 60; guesses++)
        {
            await GuessAsync();
        }

        owner.MoveTo(app.NewAddress());
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

        Task<Page> GuessAsync() => With(collected[guesses % 20], app, addresses[guesses % 20]).TryLogInAsync(user.Email, "wrong");
    }

    [Fact]
    public async Task Revoked_device_cookie_shares_no_limit_after_a_restart()
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
    public async Task Password_change_revokes_device_cookies_of_other_browsers()
    {
        var (old, user) = await app.NewLoggedInFromAsync(app.NewAddress());
        await old.LogOutAsync();
        var changer = app.NewVisitorFrom(app.NewAddress());
        await changer.LogInAsync(user);
        var changed = user with { Password = "a brand new phrase" };
        await changer.SubmitAsync(await changer.OpenAsync("/profile/password"), "main form",
            ("CurrentPassword", user.Password), ("NewPassword", changed.Password));
        await changer.LogOutAsync();

        await AssertIsKnownAsync(changed, changer, old);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Password_reset_revokes_device_cookies_of_other_browsers(bool isFinishedByHand)
    {
        var (old, user) = await app.NewLoggedInFromAsync(app.NewAddress());
        await old.LogOutAsync();
        var resetter = app.NewVisitorFrom(app.NewAddress());
        await resetter.SubmitAsync(await resetter.OpenAsync("/forgot-password"), "main form", ("Identifier", user.Email));
        var form = await resetter.OpenToTheEndAsync((await app.ReadMailAsync(user.Email, "reset-pwd")).Link);
        var changed = user with { Password = "a brand new phrase" };
        if (isFinishedByHand)
        {
            app.Faults.Add(new Backend.Testing.Fault("auth/signin-email", Backend.Testing.FaultKind.Status, Times: 1));
        }

        var reset = await resetter.SubmitAsync(form, "main form", ("NewPassword", changed.Password));
        if (isFinishedByHand)
        {
            Assert.StartsWith("/login", reset.Location);
            await resetter.LogInAsync(changed);
        }

        await resetter.LogOutAsync();

        await AssertIsKnownAsync(changed, resetter, old);
    }

    /// <summary>While strangers guess, the known browser signs in at once, and the other one has to wait.</summary>
    private async Task AssertIsKnownAsync(TestUser user, Visitor known, Visitor stranger)
    {
        for (var i = 0; i < 12; i++)
        {
            await app.NewVisitorFrom(app.NewAddress()).TryLogInAsync(user.Email, "wrong");
        }

        stranger.MoveTo(app.NewAddress());
        known.MoveTo(app.NewAddress());
        Assert.Equal(HttpStatusCode.TooManyRequests, (await stranger.TryLogInAsync(user.Email, user.Password)).Status);
        Assert.Equal(HttpStatusCode.SeeOther, (await known.TryLogInAsync(user.Email, user.Password)).Status);
    }

    private static Visitor With(string cookie, LimitedApp limited, string address)
    {
        var browser = limited.NewVisitorFrom(address);
        browser.SetCookie(Cookie, cookie);
        return browser;
    }

    private static async Task ChangePasswordElsewhereAsync(LimitedApp limited, TestUser user)
    {
        using var scope = limited.Services.CreateScope();
        var auth = scope.ServiceProvider.GetRequiredService<AltogicClient>().Auth;
        var login = await auth.SignInWithEmailAsync(user.Email, user.Password);
        Assert.True((await auth.ChangePasswordAsync(login.Value!.Session!.Token, "a brand new phrase", user.Password)).IsSuccess);
    }
}
