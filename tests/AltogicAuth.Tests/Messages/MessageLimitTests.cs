using System.Diagnostics;
using System.Net;
using AltogicAuth.Messages;
using AltogicAuth.Tests.App;
using AltogicAuth.Tests.RateLimiting;
using AltogicAuth.Tests.Shared;

namespace AltogicAuth.Tests.Messages;

public sealed class MessageLimitTests(DefaultLimitsApp app) : IClassFixture<DefaultLimitsApp>
{
    [Theory]
    [InlineData("/login-with-magic-link", "magic-link")]
    [InlineData("/forgot-password", "reset-pwd")]
    public async Task Request_within_the_cooldown_responds_alike_and_sends_nothing(string form, string action)
    {
        await using var own = new LimitedApp { PadsResponses = true };
        var user = await own.NewUserAsync();
        var unknown = TestUser.New();
        var responses = new List<(HttpStatusCode, string?, string?, string, bool)>();
        foreach (var address in (string[])[user.Email, unknown.Email, user.Email, unknown.Email])
        {
            var visitor = own.NewVisitor();
            var page = await visitor.OpenAsync(form);
            var started = Stopwatch.GetTimestamp();
            var posted = await visitor.SubmitAsync(page, "main form", ("Identifier", address));
            var takesItsTime = Stopwatch.GetElapsedTime(started) > 0.9 * ResponsePadding.MinimumDuration;
            var cookies = string.Join(' ', posted.SetCookies.Select(cookie => cookie.Split('=')[0]).Order());
            responses.Add((posted.Status, posted.Location, (await visitor.FollowAsync(posted)).Notice, cookies, takesItsTime));
        }

        Assert.True(Assert.Single(responses.Distinct()).Item5);
        await own.ReadMailAsync(user.Email, action);
        Assert.Single(await own.MailsToAsync(user.Email), mail => mail.Action == action);
    }

    [Fact]
    public async Task Message_cooldown_is_a_setting()
    {
        await using var own = new LimitedApp(("RateLimits:MessageCooldown", "00:00:20"));
        var user = await own.NewUserAsync();
        foreach (var seconds in (int[])[0, 19, 2])
        {
            own.Clock.Advance(TimeSpan.FromSeconds(seconds));
            await own.NewVisitor().AskForMagicLinkAsync(user.Email);
        }

        await MailsAsync(own, user.Email, "magic-link", atLeast: 2);
    }

    [Fact]
    public async Task Used_magic_link_ends_the_cooldown()
    {
        var user = await app.NewUserAsync();
        var visitor = app.NewVisitor();
        await visitor.AskForMagicLinkAsync(user.Email);
        Assert.Equal("/profile", (await visitor.OpenToTheEndAsync((await app.ReadMailAsync(user.Email, "magic-link")).Link)).Address);

        await app.NewVisitor().AskForMagicLinkAsync(user.Email);

        await MailsAsync(app, user.Email, "magic-link", atLeast: 2);
    }

    [Fact]
    public async Task Failed_mail_request_ends_the_cooldown()
    {
        var user = await app.NewUserAsync();
        var visitor = app.NewVisitor();
        app.Faults.Add(new Backend.Testing.Fault("auth/send-magic", Backend.Testing.FaultKind.Status, Times: 1));
        var failed = await visitor.AskForMagicLinkAsync(user.Email);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, failed.Status);

        await visitor.SubmitAsync(failed, "main form");

        Assert.NotNull(await app.ReadMailAsync(user.Email, "magic-link"));
    }

    [Fact]
    public async Task Mail_that_fails_after_the_response_ends_the_cooldown()
    {
        await using var own = new LimitedApp(("Altogic:AttemptTimeout", "00:00:05")) { PadsResponses = true };
        var user = await own.NewUserAsync();
        own.Faults.Add(new Backend.Testing.Fault("auth/send-magic", Backend.Testing.FaultKind.Latency, Milliseconds: 600_000, Times: 1));
        Assert.Equal(HttpStatusCode.SeeOther, (await own.NewVisitor().AskForMagicLinkAsync(user.Email)).Status);
        Assert.DoesNotContain(await own.MailsToAsync(user.Email), mail => mail.Action == "magic-link");

        await own.NewVisitor().AskForMagicLinkAsync(user.Email);

        Assert.Contains(await own.MailsToAsync(user.Email), mail => mail.Action == "magic-link");
    }

    [Theory]
    [InlineData("/login-with-magic-link", true)]
    [InlineData("/login-with-magic-link", false)]
    [InlineData("/forgot-password", true)]
    [InlineData("/forgot-password", false)]
    [InlineData("/register", true)]
    [InlineData("/register", false)]
    [InlineData("/resend-verification", true)]
    [InlineData("/resend-verification", false)]
    public async Task Twenty_requests_in_twenty_minutes_send_ten_mails_at_most(string form, bool isMoving)
    {
        var user = form == "/resend-verification" ? await app.NewUnconfirmedUserAsync() : await app.NewUserAsync();
        var stranger = app.NewVisitorFrom(app.NewAddress());
        var page = await stranger.OpenAsync(form);
        for (var i = 0; i < 20; i++)
        {
            if (isMoving)
            {
                stranger.MoveTo(app.NewAddress());
            }

            await stranger.SubmitAsync(page, "main form", ("Identifier", user.Email), ("Name", "x"), ("Password", "a fine long phrase"));
            app.Clock.Advance(TimeSpan.FromSeconds(61));
        }

        Assert.InRange((await app.MailsToAsync(user.Email)).Count, 5, 11); // the confirmation of the account itself included
    }

    private static Task MailsAsync(TestApp app, string address, string action, int atLeast) => Eventually.HappensAsync(
        $"{atLeast} mails {action} to {address}",
        async () => (await app.MailsToAsync(address)).Count(mail => mail.Action == action) >= atLeast);
}
