using System.Net;
using AltogicAuth.Backend.Testing;
using AltogicAuth.Tests.App;

namespace AltogicAuth.Tests.RateLimiting;

/// <summary>Setting the server's clock changes no duration.</summary>
public sealed class ClockTests
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    [Fact]
    public async Task Clock_set_back_does_not_lengthen_a_delay()
    {
        await using var app = new LimitedApp();
        var user = await app.NewUserAsync();
        for (var i = 0; i < 4; i++)
        {
            await app.NewVisitor().TryLogInAsync(user.Email, "wrong");
        }

        app.Clock.SetBack(Hour);
        Assert.Equal(HttpStatusCode.Unauthorized, (await app.NewVisitor().TryLogInAsync(user.Email, "wrong")).Status);
        app.Clock.SetBack(Hour);
        Assert.Equal("2", (await app.NewVisitor().TryLogInAsync(user.Email, user.Password)).Header("Retry-After"));

        app.Clock.Advance(TimeSpan.FromSeconds(2.1));
        Assert.Equal(HttpStatusCode.SeeOther, (await app.NewVisitor().TryLogInAsync(user.Email, user.Password)).Status);
    }

    [Fact]
    public async Task Clock_set_forward_does_not_end_a_delay()
    {
        await using var app = new LimitedApp();
        var user = await app.NewUserAsync();
        for (var i = 0; i < 5; i++)
        {
            await app.NewVisitor().TryLogInAsync(user.Email, "wrong");
        }

        app.Clock.SetForward(Hour);

        Assert.Equal("2", (await app.NewVisitor().TryLogInAsync(user.Email, user.Password)).Header("Retry-After"));
    }

    [Fact]
    public async Task Clock_set_back_does_not_lengthen_the_mail_cooldown()
    {
        await using var app = new LimitedApp();
        var user = await app.NewUnconfirmedUserAsync();
        var visitor = app.NewVisitor();
        var form = await visitor.OpenAsync("/resend-verification");
        await visitor.SubmitAsync(form, "main form", ("Identifier", user.Email));

        app.Clock.SetBack(Hour);
        var waiting = await visitor.FollowAsync(await visitor.SubmitAsync(form, "main form", ("Identifier", user.Email)));
        Assert.Equal("60", waiting.Document.QuerySelector("[data-countdown]")!.GetAttribute("data-countdown"));

        app.Clock.Advance(TimeSpan.FromSeconds(61));
        await visitor.SubmitAsync(form, "main form", ("Identifier", user.Email));
        Assert.Equal(3, (await app.MailsToAsync(user.Email)).Count); // that of the registration included
    }

    [Fact]
    public async Task Clock_set_back_does_not_lengthen_readiness_caching()
    {
        await using var app = new TestApp();
        var visitor = app.NewVisitor();
        Assert.Equal(HttpStatusCode.OK, (await visitor.OpenAsync("/healthz/ready")).Status);
        app.Faults.Add(new Fault("*", FaultKind.Status));

        app.Clock.SetBack(Hour);
        app.Clock.Advance(TimeSpan.FromSeconds(3));

        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await visitor.OpenAsync("/healthz/ready")).Status);
    }

    [Fact]
    public async Task Clock_set_back_does_not_lengthen_a_reauthentication()
    {
        await using var app = new TestApp();
        var (visitor, _) = await app.NewLoggedInAsync();
        Assert.Empty((await visitor.OpenAsync("/profile/delete")).Document.QuerySelectorAll("#Reauthentication_Password"));

        app.Clock.SetBack(Hour);

        Assert.Single((await visitor.OpenAsync("/profile/delete")).Document.QuerySelectorAll("#Reauthentication_Password"));
    }
}
