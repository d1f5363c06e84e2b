using System.Net;
using AltogicAuth.Backend.Testing;
using AltogicAuth.Tests.App;
using AltogicAuth.Tests.RateLimiting;

namespace AltogicAuth.Tests.Pages;

/// <summary>Nobody becomes another user by a mailed link without having seen that user's address.</summary>
public sealed class LinkOfAnotherUserTests(TestApp app)
{
    [Fact]
    public async Task Button_asks_before_it_replaces_the_signed_in_user()
    {
        var (visitor, user) = await app.NewLoggedInAsync();
        var other = await app.NewUserAsync();
        var button = await visitor.OpenToTheEndAsync(await LandingOfAsync(app, other.Email));

        var question = await visitor.FollowAsync(await visitor.SubmitAsync(button, "main form"));

        await AssertAsksAsync(visitor, question, other.Email);
        Assert.Contains(user.Email, (await visitor.OpenAsync("/profile")).Text);
        Assert.Contains(other.Email, (await visitor.FollowAsync(await visitor.SubmitAsync(question, "main form"))).Text);
    }

    [Fact]
    public async Task Button_asks_where_another_address_was_requested()
    {
        var (asked, other) = (await app.NewUserAsync(), await app.NewUserAsync());
        var visitor = app.NewVisitor();
        await visitor.SubmitAsync(await visitor.OpenAsync("/forgot-password"), "main form", ("Identifier", asked.Email));
        var button = await visitor.OpenToTheEndAsync(await LandingOfAsync(app, other.Email));

        var question = await visitor.FollowAsync(await visitor.SubmitAsync(button, "main form"));

        await AssertAsksAsync(visitor, question, other.Email);
        Assert.Null(visitor.Cookie("__Host-session"));
    }

    [Fact]
    public async Task Rate_limit_does_not_skip_the_question()
    {
        await using var own = new LimitedApp(("RateLimits:SignIn:AddressPermitLimit", "1"), ("RateLimits:SignIn:InitialDelay", "00:00:30"));
        var (asked, other) = (await own.NewUserAsync(), await own.NewUserAsync());
        var landing = await LandingOfAsync(own, other.Email, own.NewVisitorFrom(Moving.Address(2)));
        var visitor = own.NewVisitorFrom(Moving.Address(1));
        await visitor.AskForMagicLinkAsync(asked.Email);
        await visitor.OpenAsync("/auth-redirect?status=200&access_token=guess&action=magic-link");
        Assert.Equal(HttpStatusCode.TooManyRequests, (await visitor.OpenAsync(landing)).Status);
        own.Clock.Advance(TimeSpan.FromSeconds(31));

        var question = await visitor.FollowAsync(await visitor.SubmitAsync(await visitor.OpenAsync("/auth-redirect"), "main form"));

        await AssertAsksAsync(visitor, question, other.Email);
    }

    [Fact]
    public async Task Outage_does_not_skip_the_question()
    {
        await using var own = new TestApp();
        var (asked, other) = (await own.NewUserAsync(), await own.NewUserAsync());
        var landing = await LandingOfAsync(own, other.Email);
        var visitor = own.NewVisitor();
        await visitor.AskForMagicLinkAsync(asked.Email);
        own.Faults.Add(new Fault("auth/grant", FaultKind.Status, Times: 1));
        var unavailable = await visitor.OpenAsync(landing);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, unavailable.Status);

        var question = await visitor.FollowAsync(await visitor.SubmitAsync(unavailable, "main form"));

        await AssertAsksAsync(visitor, question, other.Email);
    }

    [Fact]
    public async Task Consent_counts_only_for_the_address_shown()
    {
        var (visitor, user) = await app.NewLoggedInAsync();
        var (shown, other) = (await app.NewUserAsync(), await app.NewUserAsync());
        var question = await AskAsync(visitor, shown.Email);
        await AskAsync(visitor, other.Email);

        var next = await visitor.FollowAsync(await visitor.SubmitAsync(question, "main form"));

        await AssertAsksAsync(visitor, next, other.Email);
        Assert.Contains(user.Email, (await visitor.OpenAsync("/profile")).Text);
    }

    [Fact]
    public async Task Declining_ends_the_session_that_the_link_granted()
    {
        var (visitor, user) = await app.NewLoggedInAsync();
        var (elsewhere, other) = await app.NewLoggedInAsync();
        var question = await AskAsync(visitor, other.Email);
        Assert.Equal(2, (await elsewhere.OpenAsync("/profile")).Document.QuerySelectorAll(".session").Length);

        await visitor.SubmitAsync(question, "form[action*='Decline']");

        Assert.Single((await elsewhere.OpenAsync("/profile")).Document.QuerySelectorAll(".session"));
        Assert.Contains(user.Email, (await visitor.OpenAsync("/profile")).Text);
    }

    [Fact]
    public async Task New_link_ends_the_session_of_the_pending_one()
    {
        var (visitor, _) = await app.NewLoggedInAsync();
        var (elsewhere, other) = await app.NewLoggedInAsync();
        await AskAsync(visitor, other.Email);
        var third = await app.NewUserAsync();

        await visitor.OpenAsync(await LandingOfAsync(app, third.Email));

        Assert.Single((await elsewhere.OpenAsync("/profile")).Document.QuerySelectorAll(".session"));
    }

    [Fact]
    public async Task Sign_in_by_a_requested_link_ends_the_pending_session()
    {
        var (asked, visitor) = (await app.NewUserAsync(), app.NewVisitor());
        var (elsewhere, other) = await app.NewLoggedInAsync();
        await visitor.AskForMagicLinkAsync(asked.Email);
        await AssertAsksAsync(visitor, await visitor.OpenToTheEndAsync(await LandingOfAsync(app, other.Email)), other.Email);
        Assert.Equal(2, (await elsewhere.OpenAsync("/profile")).Document.QuerySelectorAll(".session").Length);

        var profile = await visitor.OpenToTheEndAsync((await app.ReadMailAsync(asked.Email, "magic-link")).Link);

        Assert.Contains(asked.Email, profile.Text);
        Assert.Single((await elsewhere.OpenAsync("/profile")).Document.QuerySelectorAll(".session"));
    }

    private async Task<Page> AskAsync(Visitor visitor, string email)
    {
        var button = await visitor.OpenToTheEndAsync(await LandingOfAsync(app, email));
        return await visitor.FollowAsync(await visitor.SubmitAsync(button, "main form"));
    }

    private static async Task AssertAsksAsync(Visitor visitor, Page question, string email)
    {
        Assert.Equal("Is this you?", question.Heading);
        Assert.Contains(email, question.Text);
        Assert.Contains(email, question.Document.QuerySelector("main form button")!.TextContent);
        Assert.Equal("Is this you?", (await visitor.OpenAsync("/auth-redirect")).Heading);
    }

    private static async Task<string> LandingOfAsync(TestApp app, string email, Visitor? asking = null)
    {
        asking ??= app.NewVisitor();
        await asking.AskForMagicLinkAsync(email);
        return (await asking.OpenAsync((await app.ReadMailAsync(email, "magic-link")).Link)).Location!;
    }
}
