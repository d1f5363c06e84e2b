using AltogicAuth.Tests.App;

namespace AltogicAuth.Tests.Pages;

/// <summary>A mailed link that is opened twice leads on wherever this browser can still go on.</summary>
public sealed class LinkOpenedTwiceTests(TestApp app)
{
    [Fact]
    public async Task Double_click_on_a_link_keeps_the_return_url()
    {
        var user = await app.NewUserAsync();
        var visitor = app.NewVisitor();
        await visitor.FollowAsync(await visitor.AskForMagicLinkAsync(user.Email, "/login-with-magic-link?returnUrl=%2Fprofile%2Fpassword"));
        var landing = (await visitor.OpenAsync((await app.ReadMailAsync(user.Email, "magic-link")).Link)).Location!;
        var request = visitor.Cookie("__Host-correlation")!;
        Assert.Equal("/profile/password", (await visitor.OpenAsync(landing)).Location);

        // Sent before the first response came, it still has the cookie that says what was asked for.
        visitor.SetCookie("__Host-correlation", request);
        var second = await visitor.OpenToTheEndAsync(landing);

        Assert.Equal("/profile/password", second.Address);
    }

    [Fact]
    public async Task Used_link_redirects_a_signed_in_user_with_a_message()
    {
        var (visitor, user) = await app.NewLoggedInAsync();

        var profile = await visitor.OpenToTheEndAsync("/auth-redirect?status=400&action=magic-link&error=used");

        Assert.Equal("/profile", profile.Address);
        Assert.Contains(user.Email, profile.Text);
        Assert.Equal("This link has been used or has expired. You are logged in.", profile.Notice);
    }

    [Fact]
    public async Task Used_link_of_another_user_changes_no_session()
    {
        var (visitor, user) = await app.NewLoggedInAsync();
        var (elsewhere, other) = await app.NewLoggedInAsync();
        await app.NewVisitor().AskForMagicLinkAsync(other.Email);
        var landing = (await app.NewVisitor().OpenAsync((await app.ReadMailAsync(other.Email, "magic-link")).Link)).Location!;
        await elsewhere.SubmitAsync(await elsewhere.OpenToTheEndAsync(landing), "main form");

        var profile = await visitor.FollowAsync(await visitor.SubmitAsync(await visitor.OpenToTheEndAsync(landing), "main form"));

        Assert.Contains(user.Email, profile.Text);
        Assert.Equal("This link has been used or has expired. You are logged in.", profile.Notice);
    }

    [Fact]
    public async Task Button_of_a_used_link_redirects_to_the_profile()
    {
        var user = await app.NewUserAsync();
        var visitor = app.NewVisitor();
        await app.NewVisitor().AskForMagicLinkAsync(user.Email);
        var landing = (await visitor.OpenAsync((await app.ReadMailAsync(user.Email, "magic-link")).Link)).Location!;
        await visitor.SubmitAsync(await visitor.OpenToTheEndAsync(landing), "main form");

        var again = await visitor.OpenToTheEndAsync(landing);

        Assert.Equal("/profile", (await visitor.FollowAsync(await visitor.SubmitAsync(again, "main form"))).Address);
    }

    [Fact]
    public async Task Second_tab_with_the_button_redirects_to_the_profile()
    {
        var user = await app.NewUserAsync();
        var visitor = app.NewVisitor();
        await app.NewVisitor().AskForMagicLinkAsync(user.Email);
        var landing = (await visitor.OpenAsync((await app.ReadMailAsync(user.Email, "magic-link")).Link)).Location!;
        var (first, second) = (await visitor.OpenToTheEndAsync(landing), await visitor.OpenToTheEndAsync(landing));
        await visitor.SubmitAsync(first, "main form");

        Assert.Equal("/profile", (await visitor.FollowAsync(await visitor.SubmitAsync(second, "main form"))).Address);
    }

    [Theory]
    [InlineData("magic-link", "/login-with-magic-link", "/auth-redirect")]
    [InlineData("reset-pwd", "/forgot-password", "/auth-redirect/new-password")]
    public async Task Failed_link_leads_to_the_pending_one_of_its_kind(string action, string form, string step)
    {
        var user = await app.NewUserAsync();
        var asking = app.NewVisitor();
        await asking.SubmitAsync(await asking.OpenAsync(form), "main form", ("Identifier", user.Email));
        var visitor = app.NewVisitor();
        await visitor.OpenToTheEndAsync((await app.ReadMailAsync(user.Email, action)).Link);

        // Opened once more at a backend whose links work once.
        var again = await visitor.OpenToTheEndAsync($"/auth-redirect?status=400&action={action}&error=used");

        Assert.Equal(step, again.Address);
        var done = await visitor.SubmitAsync(again, "main form", [.. action == "reset-pwd" ? [("Email", user.Email), ("NewPassword", "a brand new phrase")] : Array.Empty<(string, string?)>()]);
        Assert.Equal("/profile", done.Location);
    }

    [Fact]
    public async Task Link_opened_again_shows_the_pending_question()
    {
        var (asked, other) = (await app.NewUserAsync(), await app.NewUserAsync());
        await app.NewVisitor().AskForMagicLinkAsync(other.Email);
        var visitor = app.NewVisitor();
        await visitor.AskForMagicLinkAsync(asked.Email);
        var landing = (await visitor.OpenAsync((await app.ReadMailAsync(other.Email, "magic-link")).Link)).Location!;
        await visitor.OpenToTheEndAsync(landing);

        var again = await visitor.OpenToTheEndAsync(landing);

        Assert.Equal("Is this you?", again.Heading);
        Assert.Contains(other.Email, again.Text);
    }

    [Fact]
    public async Task Pending_link_used_elsewhere_fails_once()
    {
        var user = await app.NewUserAsync();
        var (visitor, other) = (app.NewVisitor(), app.NewVisitor());
        await app.NewVisitor().AskForMagicLinkAsync(user.Email);
        var landing = (await visitor.OpenAsync((await app.ReadMailAsync(user.Email, "magic-link")).Link)).Location!;
        var button = await visitor.OpenToTheEndAsync(landing);
        await other.SubmitAsync(await other.OpenToTheEndAsync(landing), "main form");

        var failed = await visitor.FollowAsync(await visitor.SubmitAsync(button, "main form"));

        Assert.Equal("This link no longer works", failed.Heading);
        Assert.Null(visitor.Cookie("__Host-pending"));
    }
}
