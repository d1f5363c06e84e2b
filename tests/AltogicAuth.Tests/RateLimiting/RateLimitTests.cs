using System.Net;
using AltogicAuth.RateLimiting;
using AltogicAuth.Tests.App;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace AltogicAuth.Tests.RateLimiting;

public sealed class RateLimitTests(DefaultLimitsApp app) : IClassFixture<DefaultLimitsApp>
{
    private const string Guess = "status=200&access_token=guess&action=magic-link";

    [Theory]
    [InlineData("Development")]
    [InlineData("Production")]
    public void Limits_are_on_by_default_in_every_environment(string environment)
    {
        var keys = Directory.CreateTempSubdirectory("altogic-auth-keys-");
        try
        {
            using var own = new WebApplicationFactory<Program>().WithWebHostBuilder(builder =>
            {
                builder.UseEnvironment(environment);
                builder.UseSetting("Altogic:EnvUrl", "http://127.0.0.1:9");
                builder.UseSetting("Altogic:ClientKey", "key");
                builder.UseSetting("DataProtection:KeysDirectory", keys.FullName);
            });

            Assert.True(own.Services.GetRequiredService<IOptions<RateLimitOptions>>().Value.Enabled);
        }
        finally
        {
            keys.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task Own_reset_link_gives_no_guess_at_another_account()
    {
        var (victim, guesser) = (await app.NewUserAsync(), await app.NewUserAsync());
        var visitor = app.NewVisitor();
        for (var i = 0; i < 5; i++)
        {
            await visitor.TryLogInAsync(victim.Email, "wrong");
        }

        var asker = app.NewVisitor();
        await asker.SubmitAsync(await asker.OpenAsync("/forgot-password"), "main form", ("Identifier", guesser.Email));
        var form = await visitor.OpenToTheEndAsync((await app.ReadMailAsync(guesser.Email, "reset-pwd")).Link);
        var guessed = await visitor.SubmitAsync(form, "main form", ("Email", victim.Email), ("NewPassword", victim.Password));

        Assert.Equal("/login", guessed.Location);
        Assert.Equal("/login?returnUrl=%2Fprofile", (await visitor.OpenAsync("/profile")).Location);
    }

    [Fact]
    public async Task Delay_grows_with_each_guess()
    {
        var user = await app.NewUserAsync();
        for (var i = 0; i < 5; i++)
        {
            Assert.Equal(HttpStatusCode.Unauthorized, (await app.NewVisitor().TryLogInAsync(user.Email, "wrong")).Status);
        }

        var calls = app.Faults.Calls.Count;
        var limited = await app.NewVisitor().TryLogInAsync(user.Email.ToUpperInvariant(), "wrong");
        Assert.Equal(HttpStatusCode.TooManyRequests, limited.Status);
        Assert.Equal("2", limited.Header("Retry-After"));
        Assert.Contains("Try again in 2 seconds.", limited.Text);
        Assert.Equal(user.Email.ToUpperInvariant(), limited.ValueOf("Input_Identifier"));
        Assert.Equal(calls, app.Faults.Calls.Count);

        app.Clock.Advance(TimeSpan.FromSeconds(2.1));
        Assert.Equal(HttpStatusCode.Unauthorized, (await app.NewVisitor().TryLogInAsync(user.Email, "wrong")).Status);
        Assert.Equal("4", (await app.NewVisitor().TryLogInAsync(user.Email, "wrong")).Header("Retry-After"));

        app.Clock.Advance(TimeSpan.FromSeconds(4.1));
        Assert.Equal(HttpStatusCode.SeeOther, (await app.NewVisitor().TryLogInAsync(user.Email, user.Password)).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await app.NewVisitor().TryLogInAsync(user.Email, "wrong")).Status);
    }

    [Theory]
    [InlineData("en", "00:00:01", "1", "Try again in 1 second.")]
    [InlineData("en", "00:20:00", "1200", "Try again in 20 minutes.")]
    [InlineData("tr", "00:01:00", "60", "Yeniden deneyebilmeniz için kalan süre: 60 saniye.")]
    [InlineData("tr", "00:20:00", "1200", "Yeniden deneyebilmeniz için kalan süre: 20 dakika.")]
    [InlineData("ar", "00:20:00", "1200", "الوقت المتبقي قبل إعادة المحاولة: 20 دقيقة.")]
    public async Task Rejected_form_keeps_its_input_and_states_the_delay(
        string language, string wait, string seconds, string text)
    {
        await using var own = new LimitedApp(("RateLimits:Message:PermitLimit", "1"), ("RateLimits:Message:InitialDelay", wait));
        var visitor = own.NewVisitor();
        visitor.Headers.Add("Accept-Language", language);
        var user = TestUser.New();
        await visitor.RegisterAsync(user);

        var limited = await visitor.RegisterAsync(user);

        Assert.Equal(HttpStatusCode.TooManyRequests, limited.Status);
        Assert.Equal(seconds, limited.Header("Retry-After"));
        Assert.Contains(text, limited.Text);
        Assert.Equal(user.Name, limited.ValueOf("Input_Name"));
        Assert.Equal(user.Email, limited.ValueOf("Input_Identifier"));
    }

    [Theory]
    [InlineData("/login")]
    [InlineData("/register")]
    [InlineData("/login-with-magic-link")]
    [InlineData("/forgot-password")]
    [InlineData("/resend-verification")]
    public async Task Attempts_from_one_address_at_many_accounts_are_limited(string form)
    {
        await using var own = new LimitedApp(("RateLimits:SignIn:AddressPermitLimit", "3"), ("RateLimits:Message:AddressPermitLimit", "3"));
        var visitor = own.NewVisitor();
        var page = await visitor.OpenAsync(form);
        var statuses = new List<HttpStatusCode>();
        for (var i = 0; i < 4; i++)
        {
            statuses.Add((await visitor.SubmitAsync(page, "main form", ("Identifier", $"nobody-{i}@example.test"), ("Password", "a fine long phrase"), ("Name", "x"))).Status);
        }

        Assert.Equal(HttpStatusCode.TooManyRequests, statuses[3]);
        Assert.DoesNotContain(HttpStatusCode.TooManyRequests, statuses[..3]);
    }

    [Fact]
    public async Task Step_up_links_are_limited_per_user()
    {
        await using var own = new LimitedApp(("RateLimits:Message:PermitLimit", "2"));
        var (visitor, user) = await own.NewLoggedInAsync();
        var profile = await visitor.OpenAsync("/profile");
        var fields = profile.FieldsOf(profile.Form("form[action='/logout']"));
        for (var i = 0; i < 2; i++)
        {
            await visitor.PostAsync("/profile/step-up-link", fields);
        }

        var limited = await visitor.PostAsync("/profile/step-up-link", fields);
        Assert.Equal(HttpStatusCode.TooManyRequests, limited.Status);
        Assert.DoesNotContain("Open the link", limited.Text);
        Assert.Equal(2, (await own.MailsToAsync(user.Email)).Count(mail => mail.Action == "magic-link"));

        own.Clock.Advance(TimeSpan.FromSeconds(61));
        Assert.Equal("Your link is on its way", (await visitor.FollowAsync(await visitor.SubmitAsync(limited, "main form"))).Heading);
    }

    [Fact]
    public async Task Rejected_step_up_asks_for_the_password_again()
    {
        await using var own = new LimitedApp(("RateLimits:SignIn:PermitLimit", "1"));
        var (visitor, user) = await own.NewLoggedInAsync();
        own.Clock.Advance(TimeSpan.FromMinutes(6));
        var asking = await visitor.OpenAsync("/profile/delete");
        await visitor.DeleteAccountAsync(asking, ("Password", "wrong"));

        var limited = await visitor.DeleteAccountAsync(asking, ("Password", user.Password));
        Assert.Equal(HttpStatusCode.TooManyRequests, limited.Status);
        Assert.Equal("", limited.ValueOf("Reauthentication_Password"));
        Assert.Equal(user.Email, limited.Document.QuerySelector("input[autocomplete=username]")!.GetAttribute("value"));

        own.Clock.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal("/farewell", (await visitor.SubmitAsync(limited, "main form", ("Password", user.Password))).Location);
    }

    [Fact]
    public async Task Rejected_password_reset_does_not_use_up_the_link()
    {
        // The reset and the sign-in that follows it take a permit each.
        await using var own = new LimitedApp(("RateLimits:SignIn:AddressPermitLimit", "2"), ("RateLimits:SignIn:ResetAfter", "00:00:01"));
        var user = await own.NewUserAsync();
        var visitor = own.NewVisitor();
        await visitor.SubmitAsync(await visitor.OpenAsync("/forgot-password"), "main form", ("Identifier", user.Email));
        var form = await visitor.OpenToTheEndAsync((await own.ReadMailAsync(user.Email, "reset-pwd")).Link);
        await GuessMailedTokenAsync(own.NewVisitor());
        await GuessMailedTokenAsync(own.NewVisitor());

        var limited = await visitor.SubmitAsync(form, "main form", ("NewPassword", "a brand new phrase"));
        Assert.Equal(HttpStatusCode.TooManyRequests, limited.Status);
        Assert.Equal("Choose a new password", limited.Heading);
        Assert.Contains(user.Email, limited.Text);

        own.Clock.Advance(TimeSpan.FromSeconds(4));
        Assert.Equal("/profile", (await visitor.SubmitAsync(limited, "main form", ("NewPassword", "a brand new phrase"))).Location);
    }

    [Fact]
    public async Task Resend_within_the_cooldown_states_the_time_left()
    {
        var user = await app.NewUnconfirmedUserAsync();
        var visitor = app.NewVisitor();
        var form = await visitor.OpenAsync("/resend-verification");
        await visitor.SubmitAsync(form, "main form", ("Identifier", user.Email));
        for (var i = 0; i < 12; i++)
        {
            app.Clock.Advance(TimeSpan.FromSeconds(1));
            var waiting = await visitor.FollowAsync(await visitor.SubmitAsync(form, "main form", ("Identifier", user.Email)));
            Assert.Matches("You can send it again in [0-9]+ seconds", waiting.Text);
        }

        Assert.Equal(2, (await app.MailsToAsync(user.Email)).Count);
        app.Clock.Advance(TimeSpan.FromSeconds(60));
        await visitor.SubmitAsync(form, "main form", ("Identifier", user.Email));
        Assert.Equal(3, (await app.MailsToAsync(user.Email)).Count);
    }

    [Fact]
    public async Task Guessing_mailed_tokens_is_limited()
    {
        await using var own = new LimitedApp(("RateLimits:SignIn:AddressPermitLimit", "3"), ("RateLimits:SignIn:PermitLimit", "1"));
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(HttpStatusCode.BadRequest, (await GuessMailedTokenAsync(own.NewVisitor())).Status);
        }

        Assert.Equal(HttpStatusCode.TooManyRequests, (await GuessMailedTokenAsync(own.NewVisitor())).Status);

        // In a browser that asked for a link, opening one exchanges it at once.
        var late = own.NewVisitor();
        await late.AskForMagicLinkAsync("ann@example.test");
        var limited = await late.OpenAsync($"/auth-redirect?{Guess}");
        Assert.Equal(HttpStatusCode.TooManyRequests, limited.Status);
        Assert.Equal("Too many attempts", limited.Heading);
        Assert.NotNull(limited.Header("Retry-After"));

        // The link is kept: after the delay its button is there.
        Assert.Equal("Almost there", (await late.OpenAsync("/auth-redirect")).Heading);
    }

    [Theory]
    [InlineData("203.0.113.9", false)] // anybody may write the header
    [InlineData("10.1.2.3", true)] // Proxies:KnownNetworks
    [InlineData("127.0.0.1", true)] // loopback is always trusted
    public async Task Forwarded_address_counts_from_known_proxies_only(string peer, bool isBelieved)
    {
        await using var own = new TestApp
        {
            Settings = { ["RateLimits:Enabled"] = "true", ["RateLimits:SignIn:AddressPermitLimit"] = "3", ["Proxies:KnownNetworks"] = "10.0.0.0/8" },
            Wire = services => services.AddSingleton<IStartupFilter>(new Peer(peer)),
        };
        var statuses = new List<HttpStatusCode>();
        for (var i = 0; i < 4; i++)
        {
            var visitor = own.NewVisitor();
            visitor.Headers.Add("X-Forwarded-For", $"198.51.100.{i}");
            statuses.Add((await visitor.TryLogInAsync($"nobody-{i}@example.test", "a fine long phrase")).Status);
        }

        Assert.Equal(isBelieved ? HttpStatusCode.Unauthorized : HttpStatusCode.TooManyRequests, statuses[3]);
    }

    [Fact]
    public async Task Address_behind_two_proxies_is_what_the_first_one_saw()
    {
        await using var own = new LimitedApp(("RateLimits:SignIn:AddressPermitLimit", "3"), ("Proxies:KnownNetworks", "10.0.0.0/8"), ("Proxies:ForwardLimit", "2"));
        var statuses = new List<HttpStatusCode>();
        for (var i = 0; i < 4; i++)
        {
            // What stands left of the first stranger was written by that stranger.
            var visitor = own.NewVisitorFrom($"198.51.100.{i}, 203.0.113.9, 10.1.2.{i}");
            statuses.Add((await visitor.TryLogInAsync($"nobody-{i}@example.test", "a fine long phrase")).Status);
        }

        Assert.Equal(HttpStatusCode.Unauthorized, statuses[2]);
        Assert.Equal(HttpStatusCode.TooManyRequests, statuses[3]);
    }

    private static async Task<Page> GuessMailedTokenAsync(Visitor visitor) =>
        await visitor.FollowAsync(await visitor.SubmitAsync(await visitor.OpenToTheEndAsync($"/auth-redirect?{Guess}"), "main form"));
}
