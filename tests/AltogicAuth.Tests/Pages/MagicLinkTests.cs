using System.Net;
using AltogicAuth.Tests.App;

namespace AltogicAuth.Tests.Pages;

public sealed class MagicLinkTests(TestApp app)
{
    [Fact]
    public async Task Requested_magic_link_signs_in_at_once()
    {
        var user = await app.NewUserAsync();
        var visitor = app.NewVisitor();

        var asked = await visitor.FollowAsync(await visitor.AskForMagicLinkAsync(user.Email));
        Assert.Equal("/check-your-mail", asked.Address);
        Assert.Contains($"If there is an account for this address, we have sent an email to {user.Email}", asked.Text);
        var profile = await visitor.OpenToTheEndAsync((await app.ReadMailAsync(user.Email, "magic-link")).Link);

        Assert.Equal("/profile", profile.Address);
    }

    [Fact]
    public async Task Known_unknown_and_unconfirmed_addresses_get_the_same_response()
    {
        await using var own = new TestApp();
        var known = await own.NewUserAsync();
        var unconfirmed = await own.NewUnconfirmedUserAsync();
        string[] addresses = [known.Email, unconfirmed.Email, TestUser.New().Email];

        foreach (var form in (string[])["/login-with-magic-link", "/forgot-password", "/resend-verification"])
        {
            var responses = new List<(HttpStatusCode, string?, string?, string)>();
            foreach (var address in addresses)
            {
                own.Clock.Advance(TimeSpan.FromMinutes(2));
                var visitor = own.NewVisitor();
                var posted = await visitor.SubmitAsync(await visitor.OpenAsync(form), "main form", ("Identifier", address));
                var shown = await visitor.FollowAsync(posted);
                var cookies = string.Join(' ', posted.SetCookies.Select(cookie => cookie.Split('=')[0]).Order());
                responses.Add((posted.Status, posted.Location, shown.Text.Replace(address, "", StringComparison.Ordinal), cookies));
            }

            Assert.Single(responses.Distinct());
        }
    }

    [Theory]
    [InlineData("/login-with-magic-link")]
    [InlineData("/forgot-password")]
    [InlineData("/resend-verification")]
    public async Task Disabled_mails_are_reported_for_every_address(string form)
    {
        await using var own = new TestApp { Settings = { ["Backend:EmailConfirmation"] = "false" } };
        var user = await own.NewUnconfirmedUserAsync();
        foreach (var address in (string[])[user.Email, TestUser.New().Email])
        {
            var visitor = own.NewVisitor();

            var rejected = await visitor.SubmitAsync(await visitor.OpenAsync(form), "main form", ("Identifier", address));

            Assert.Equal(HttpStatusCode.UnprocessableEntity, rejected.Status);
            Assert.Contains("This service is not sending emails at the moment.", rejected.Text);
            Assert.Equal(address, rejected.ValueOf("Input_Identifier"));
            Assert.Null(visitor.Cookie("__Host-correlation"));
        }
    }

    [Theory]
    [InlineData("/login-with-magic-link")]
    [InlineData("/forgot-password")]
    public async Task Unconfirmed_address_gets_a_confirmation_instead(string form)
    {
        var user = await app.NewUnconfirmedUserAsync();
        var visitor = app.NewVisitor();

        await visitor.SubmitAsync(await visitor.OpenAsync(form), "main form", ("Identifier", user.Email));

        Assert.Equal(["email-confirm", "email-confirm"], (await app.MailsToAsync(user.Email)).Select(mail => mail.Action));
    }

    [Fact]
    public async Task Resend_to_a_confirmed_address_mails_a_magic_link()
    {
        await using var own = new TestApp();
        var user = TestUser.New();
        var visitor = own.NewVisitor();
        await visitor.RegisterAsync(user);
        var mail = await own.ReadMailAsync(user.Email, "email-confirm");
        // As Altogic's own platform may do it; our backend confirms at the exchange.
        await own.ConfirmAsync(user.Email);
        own.Clock.Advance(TimeSpan.FromMinutes(1.1));

        var used = await visitor.OpenToTheEndAsync(mail.Link);
        Assert.Equal("This link no longer works", used.Heading);
        var pressed = await visitor.SubmitAsync(used, "main form");

        Assert.Equal("/check-your-mail", pressed.Location);
        Assert.Equal("/profile", (await visitor.OpenToTheEndAsync((await own.ReadMailAsync(user.Email, "magic-link")).Link)).Address);
    }

    [Fact]
    public async Task Resend_within_the_cooldown_says_how_long_to_wait()
    {
        var user = await app.NewUnconfirmedUserAsync();
        var visitor = app.NewVisitor();
        var form = await visitor.OpenAsync("/resend-verification");
        await visitor.SubmitAsync(form, "main form", ("Identifier", user.Email));

        var early = await visitor.FollowAsync(await visitor.SubmitAsync(form, "main form", ("Identifier", user.Email)));

        Assert.Contains("You can send it again in 60 seconds.", early.Text);
    }

    [Fact]
    public async Task Magic_link_keeps_the_return_url()
    {
        var user = await app.NewUserAsync();
        var visitor = app.NewVisitor();

        await visitor.AskForMagicLinkAsync(user.Email, "/login-with-magic-link?returnUrl=%2Fprofile%2Fpassword");
        var landed = await visitor.OpenToTheEndAsync((await app.ReadMailAsync(user.Email, "magic-link")).Link);

        Assert.Equal("/profile/password", landed.Address);
    }

    [Theory]
    [InlineData("")]
    [InlineData("nobody")]
    public async Task Invalid_address_is_rejected(string email)
    {
        var rejected = await app.NewVisitor().AskForMagicLinkAsync(email);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, rejected.Status);
        Assert.NotNull(rejected.ErrorOf("Input_Identifier"));
    }

    [Fact]
    public async Task Addresses_arrive_whole_whatever_characters_they_have()
    {
        var user = TestUser.New() with { Email = $"a+b&c=d-{Guid.NewGuid():N}@example.test" };
        await app.NewVisitor().RegisterAsync(user);
        await app.ConfirmAsync(user.Email);

        await app.NewVisitor().AskForMagicLinkAsync(user.Email);

        Assert.NotNull(await app.ReadMailAsync(user.Email, "magic-link"));
    }
}
