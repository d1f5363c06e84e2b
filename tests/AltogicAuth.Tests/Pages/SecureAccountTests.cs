using System.Net;
using AltogicAuth.Backend.Testing;
using AltogicAuth.Tests.App;

namespace AltogicAuth.Tests.Pages;

public sealed class SecureAccountTests(TestApp app)
{
    private const string NewPassword = "a brand new phrase";

    [Theory]
    [InlineData(false, 1)]
    [InlineData(true, 2)]
    public async Task Changing_the_password_ends_other_sessions_unless_they_are_kept(bool keep, int left)
    {
        var user = await app.NewUserAsync();
        await app.NewVisitor().LogInAsync(user);
        var visitor = app.NewVisitor();
        await visitor.LogInAsync(user);
        var form = await visitor.OpenAsync("/profile/password");
        Assert.Equal(user.Email, form.Document.QuerySelector("input[autocomplete=username]")!.GetAttribute("value"));

        var changed = await visitor.FollowAsync(await visitor.SubmitAsync(form, "main form",
            ("CurrentPassword", user.Password), ("NewPassword", NewPassword), ("KeepOtherSessions", keep ? "true" : "false")));

        Assert.StartsWith("Your password has been changed", changed.Notice);
        Assert.Equal(left, changed.Document.QuerySelectorAll(".session").Length);
        Assert.Equal(HttpStatusCode.Unauthorized, (await app.NewVisitor().TryLogInAsync(user.Email, user.Password)).Status);
        Assert.Equal(HttpStatusCode.SeeOther, (await app.NewVisitor().TryLogInAsync(user.Email, NewPassword)).Status);
    }

    [Fact]
    public async Task Password_change_reports_that_other_sessions_remain()
    {
        await using var own = new TestApp();
        var (visitor, user) = await own.NewLoggedInAsync();
        var form = await visitor.OpenAsync("/profile/password");
        own.Faults.Add(new Fault("signout-all-except", FaultKind.Status, Status: 403));

        var changed = await visitor.FollowAsync(await visitor.SubmitAsync(form, "main form",
            ("CurrentPassword", user.Password), ("NewPassword", NewPassword)));

        Assert.Equal("Your password has been changed. The service did not respond when we tried to end your other sessions: end them below.", changed.Notice);
    }

    [Fact]
    public async Task Notice_of_a_new_password_shows_once()
    {
        var (visitor, user) = await app.NewLoggedInAsync();
        await visitor.SubmitAsync(await visitor.OpenAsync("/profile/password"), "main form",
            ("CurrentPassword", user.Password), ("NewPassword", NewPassword));

        var next = await app.NewVisitor().LogInAsync(user with { Password = NewPassword });
        var later = await app.NewVisitor().LogInAsync(user with { Password = NewPassword });

        Assert.StartsWith("Since you last logged in, your password was changed.", next.Notice);
        Assert.Null(later.Notice);
    }

    [Fact]
    public async Task Notice_of_an_address_change_shows_at_any_sign_in()
    {
        var (visitor, user) = await app.NewLoggedInAsync();
        foreach (var logIn in (Func<Visitor, Task<Page>>[])[v => v.LogInAsync(user), ByLinkAsync])
        {
            await visitor.SubmitAsync(await visitor.OpenAsync("/profile/email"), "main form",
                ("Email", TestUser.New().Email), ("CurrentPassword", user.Password));

            Assert.StartsWith("Since you last logged in, a change of your email address was requested", (await logIn(app.NewVisitor())).Notice);
            Assert.Null((await app.NewVisitor().LogInAsync(user)).Notice);
        }

        async Task<Page> ByLinkAsync(Visitor other)
        {
            await other.AskForMagicLinkAsync(user.Email);
            await other.OpenAsync("/login");
            return await other.OpenToTheEndAsync((await app.ReadMailAsync(user.Email, "magic-link")).Link);
        }
    }

    [Theory]
    [InlineData("wrong", NewPassword, "Input_CurrentPassword", "The current password is incorrect.")]
    [InlineData("", NewPassword, "Input_CurrentPassword", "Enter your current password.")]
    [InlineData(null, "short", "Input_NewPassword", "A password needs 8 characters or more.")]
    [InlineData(null, "password1", "Input_NewPassword", "This password is one of the first that attackers try. Choose another one.")]
    [InlineData(null, "", "Input_NewPassword", "Enter your password.")]
    public async Task Invalid_password_change_is_rejected_at_its_field(string? current, string next, string field, string message)
    {
        var (visitor, user) = await app.NewLoggedInAsync();

        var rejected = await visitor.SubmitAsync(await visitor.OpenAsync("/profile/password"), "main form",
            ("CurrentPassword", current ?? user.Password), ("NewPassword", next));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, rejected.Status);
        Assert.Equal(message, rejected.ErrorOf(field));
    }

    [Fact]
    public async Task Same_password_again_is_rejected()
    {
        var (visitor, user) = await app.NewLoggedInAsync();

        var rejected = await visitor.SubmitAsync(await visitor.OpenAsync("/profile/password"), "main form",
            ("CurrentPassword", user.Password), ("NewPassword", user.Password));

        Assert.Equal("The new password is the same as the current one.", rejected.ErrorOf("Input_NewPassword"));
    }

    [Fact]
    public async Task The_old_address_works_until_the_new_one_is_confirmed()
    {
        var (visitor, user) = await app.NewLoggedInAsync();
        var next = TestUser.New().Email;

        var sent = await visitor.FollowAsync(await visitor.SubmitAsync(await visitor.OpenAsync("/profile/email"), "main form",
            ("Email", $" {next.ToUpperInvariant()} "), ("CurrentPassword", user.Password)));
        Assert.StartsWith("Open the link that we emailed to the new address.", sent.Notice);
        Assert.Contains(user.Email, sent.Text);
        Assert.Equal(HttpStatusCode.SeeOther, (await app.NewVisitor().TryLogInAsync(user.Email, user.Password)).Status);

        var mail = await app.ReadMailAsync(next, "change-email");
        var asked = await visitor.OpenToTheEndAsync(mail.Link);
        Assert.Contains(user.Email, (await visitor.OpenAsync("/profile")).Text);
        var confirmed = await visitor.ConfirmNewAddressAsync(asked);
        Assert.Equal("Your new address is confirmed", confirmed.Heading);
        Assert.Contains(next, (await visitor.OpenAsync("/profile")).Text);
        Assert.Equal(HttpStatusCode.SeeOther, (await app.NewVisitor().TryLogInAsync(next, user.Password)).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await app.NewVisitor().TryLogInAsync(user.Email, user.Password)).Status);

        var again = await visitor.OpenToTheEndAsync(mail.Link);
        Assert.Equal("This link no longer works", again.Heading);
        Assert.Equal("/profile/email", again.Document.QuerySelector("main a.button")!.GetAttribute("href"));
    }

    [Theory]
    [InlineData("/profile/password")]
    [InlineData("/profile/email")]
    public async Task User_without_a_password_is_offered_to_set_one(string address)
    {
        var (visitor, _) = await app.NewLoggedInAsync();

        var page = await visitor.OpenAsync(address);

        Assert.NotNull(page.Document.QuerySelector("main .more a[href='/forgot-password']"));
    }

    [Fact]
    public async Task Invalid_address_change_is_rejected()
    {
        var other = await app.NewUserAsync();
        var (visitor, user) = await app.NewLoggedInAsync();
        var form = await visitor.OpenAsync("/profile/email");

        var taken = await visitor.SubmitAsync(form, "main form", ("Email", other.Email), ("CurrentPassword", user.Password));
        var own = await visitor.SubmitAsync(form, "main form", ("Email", user.Email), ("CurrentPassword", user.Password));
        var wrong = await visitor.SubmitAsync(form, "main form", ("Email", TestUser.New().Email), ("CurrentPassword", "wrong"));

        Assert.StartsWith("There is already an account with this address.", taken.ErrorOf("Input_Email"));
        Assert.Equal(other.Email, taken.ValueOf("Input_Email"));
        Assert.Equal("This is already your address.", own.ErrorOf("Input_Email"));
        Assert.Equal("The current password is incorrect.", wrong.ErrorOf("Input_CurrentPassword"));
    }

    [Fact]
    public async Task Address_taken_before_its_change_is_not_changed()
    {
        var (visitor, user) = await app.NewLoggedInAsync();
        var other = TestUser.New();
        await visitor.SubmitAsync(await visitor.OpenAsync("/profile/email"), "main form",
            ("Email", other.Email), ("CurrentPassword", user.Password));
        await app.NewVisitor().RegisterAsync(other);

        var failed = await visitor.ConfirmNewAddressAsync(await visitor.OpenAsync((await app.ReadMailAsync(other.Email, "change-email")).Link));

        Assert.Equal(HttpStatusCode.BadRequest, failed.Status);
        Assert.Equal("This link no longer works", failed.Heading);
        Assert.Contains(user.Email, (await visitor.OpenAsync("/profile")).Text);
    }

    [Fact]
    public async Task Resending_has_a_cool_down_that_the_server_keeps()
    {
        await using var own = new TestApp();
        var user = await own.NewUnconfirmedUserAsync();
        var visitor = own.NewVisitor();
        var form = await visitor.OpenAsync("/resend-verification");

        var sent = await visitor.SubmitAsync(form, "main form", ("Identifier", user.Email));
        own.Clock.Advance(TimeSpan.FromSeconds(20));
        var refusedToo = await visitor.SubmitAsync(form, "main form", ("Identifier", user.Email.ToUpperInvariant()));
        var waiting = await visitor.FollowAsync(refusedToo);
        Assert.Equal(2, (await own.MailsToAsync(user.Email)).Count);

        own.Clock.Advance(TimeSpan.FromSeconds(41));
        await visitor.SubmitAsync(form, "main form", ("Identifier", user.Email));

        Assert.Equal(("/check-your-mail", "/check-your-mail"), (sent.Location, refusedToo.Location));
        Assert.Contains("40 seconds", waiting.Text);
        Assert.Equal(3, (await own.MailsToAsync(user.Email)).Count);
    }

    [Fact]
    public async Task Failed_mail_starts_no_cooldown()
    {
        await using var own = new TestApp();
        var user = await own.NewUnconfirmedUserAsync();
        var visitor = own.NewVisitor();
        own.Faults.Add(new Fault("auth/resend", FaultKind.Status, Times: 1));

        var failed = await visitor.SubmitAsync(await visitor.OpenAsync("/resend-verification"), "main form", ("Identifier", user.Email));
        var sent = await visitor.SubmitAsync(failed, "main form");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, failed.Status);
        Assert.Equal("/check-your-mail", sent.Location);
        Assert.Equal(2, (await own.MailsToAsync(user.Email)).Count);
    }

    [Fact]
    public async Task Resent_confirmation_keeps_the_return_url()
    {
        await using var own = new TestApp();
        var user = TestUser.New();
        var visitor = own.NewVisitor();
        var checkMail = await visitor.FollowAsync(await visitor.RegisterAsync(user, "/register?returnUrl=%2Fprofile%2Fexport"));
        own.Clock.Advance(TimeSpan.FromMinutes(2));
        await visitor.SubmitAsync(checkMail, "main form");
        Assert.Equal(2, (await own.MailsToAsync(user.Email)).Count);

        var landed = await visitor.OpenToTheEndAsync((await own.ReadMailAsync(user.Email, "email-confirm")).Link);

        Assert.Equal("/profile/export", landed.Address);
    }
}
