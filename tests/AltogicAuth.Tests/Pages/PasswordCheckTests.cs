using System.Net;
using AltogicAuth.Backend.Testing;
using AltogicAuth.Tests.App;

namespace AltogicAuth.Tests.Pages;

/// <summary>A person registers the address of another one, who proves it by the mailbox later.</summary>
public sealed class PasswordCheckTests(TestApp app)
{
    private const string Question = "Did you choose a password for this account?";
    private const string Strangers = "the stranger's phrase";
    private const string NewPassword = "the owner's own phrase";
    private const string Keep = "form[action*='handler=Keep']";
    private const string Replace = "form[action*='handler=Replace']";

    [Fact]
    public async Task Confirming_where_it_was_registered_keeps_the_password()
    {
        var user = TestUser.New();
        var visitor = app.NewVisitor();
        await visitor.RegisterAsync(user);

        var profile = await visitor.OpenToTheEndAsync((await app.ReadMailAsync(user.Email, "email-confirm")).Link);

        Assert.Equal("/profile", profile.Address);
        Assert.DoesNotContain(Question, profile.Text);
        Assert.DoesNotContain(Question, (await app.NewVisitor().LogInAsync(user)).Text);
    }

    [Fact]
    public async Task Confirming_elsewhere_holds_the_password_until_kept()
    {
        var user = TestUser.New();
        await app.NewVisitor().RegisterAsync(user, "/register?returnUrl=%2Fprofile%2Femail");
        var phone = app.NewVisitor();

        var question = await ConfirmAsync(app, phone, user.Email);

        Assert.Equal(Question, question.Heading);
        Assert.Equal("Your email address is confirmed, and you are logged in.", question.Notice);
        Assert.Equal(HttpStatusCode.Unauthorized, (await app.NewVisitor().TryLogInAsync(user.Email, user.Password)).Status);

        var profile = await phone.FollowAsync(await phone.SubmitAsync(question, Keep));

        Assert.Equal(("/profile", "You keep your password."), (profile.Address, profile.Notice));
        Assert.DoesNotContain(Question, profile.Text);
        Assert.DoesNotContain(Question, (await app.NewVisitor().LogInAsync(user)).Text);
    }

    [Theory]
    [InlineData("/register")]
    [InlineData("/resend-verification")]
    [InlineData("/forgot-password")]
    [InlineData("/login-with-magic-link")]
    public async Task Every_mail_lets_the_owner_replace_a_strangers_password(string form)
    {
        await using var own = new TestApp();
        var owner = TestUser.New();
        await own.NewVisitor().RegisterAsync(owner with { Password = Strangers });
        // A stranger who asks for resets does not keep the owner's back.
        await own.NewVisitor().SubmitAsync(await own.NewVisitor().OpenAsync("/forgot-password"), "main form", ("Identifier", owner.Email));
        own.Clock.Advance(TimeSpan.FromMinutes(2));
        var visitor = own.NewVisitor();
        await visitor.SubmitAsync(await visitor.OpenAsync(form), "main form", ("Name", owner.Name), ("Identifier", owner.Email), ("Password", owner.Password));

        var question = await ConfirmAsync(own, visitor, owner.Email);
        Assert.Equal(Question, question.Heading);
        var sent = await visitor.FollowAsync(await visitor.SubmitAsync(question, Replace));
        Assert.Equal("A link for a new password is on its way. Check your email.", sent.Notice);
        Assert.Contains(Question, sent.Text);
        var reset = await visitor.OpenToTheEndAsync((await own.ReadMailAsync(owner.Email, "reset-pwd")).Link);
        var done = await visitor.FollowAsync(await visitor.SubmitAsync(reset, "main form", ("NewPassword", NewPassword)));

        Assert.Equal("/profile", done.Address);
        Assert.DoesNotContain(Question, done.Text);
        Assert.DoesNotContain(Question, (await own.NewVisitor().LogInAsync(owner with { Password = NewPassword })).Text);
        Assert.Equal(HttpStatusCode.Unauthorized, (await own.NewVisitor().TryLogInAsync(owner.Email, Strangers)).Status);
    }

    [Fact]
    public async Task Password_question_stays_open_on_every_device()
    {
        var user = TestUser.New();
        await app.NewVisitor().RegisterAsync(user);
        var (phone, tablet) = (app.NewVisitor(), app.NewVisitor());
        await ConfirmAsync(app, phone, user.Email);
        Assert.NotNull((await phone.OpenAsync("/profile")).Document.QuerySelector(Keep));

        await tablet.AskForMagicLinkAsync(user.Email, "/login-with-magic-link?returnUrl=%2Fprofile%2Fphoto");
        var question = await tablet.OpenToTheEndAsync((await app.ReadMailAsync(user.Email, "magic-link")).Link);

        Assert.Equal(Question, question.Heading);
        Assert.Equal("/profile/photo", question.Document.QuerySelector("main .more a")!.GetAttribute("href"));
        Assert.Equal("/profile/photo", (await tablet.SubmitAsync(question, Keep)).Location);
        Assert.Null((await phone.OpenAsync("/profile")).Document.QuerySelector(Keep));
    }

    [Theory]
    [InlineData("/profile/password")]
    [InlineData("/profile/email")]
    public async Task Password_in_question_changes_nothing(string address)
    {
        var user = TestUser.New();
        await app.NewVisitor().RegisterAsync(user);
        var visitor = app.NewVisitor();
        var question = await ConfirmAsync(app, visitor, user.Email);

        Assert.Equal("/profile/password-check", (await visitor.OpenAsync(address)).Location);
        var posted = await visitor.PostAsync(address,
        [
            .. question.FieldsOf(question.Form(Keep)), KeyValuePair.Create("Input.CurrentPassword", user.Password),
            KeyValuePair.Create("Input.NewPassword", NewPassword), KeyValuePair.Create("Input.Email", TestUser.New().Email),
        ]);
        Assert.Equal("/profile/password-check", posted.Location);
    }

    [Fact]
    public async Task Password_in_question_does_not_reauthenticate()
    {
        await using var own = new TestApp();
        var user = TestUser.New();
        await own.NewVisitor().RegisterAsync(user);
        var visitor = own.NewVisitor();
        await ConfirmAsync(own, visitor, user.Email);
        own.Clock.Advance(TimeSpan.FromMinutes(6));

        var rejected = await visitor.SubmitAsync(await visitor.OpenAsync("/profile/end-all-sessions"), "main form", ("Password", user.Password));

        Assert.Equal("This password is incorrect.", rejected.ErrorOf("Reauthentication_Password"));
        Assert.Equal(HttpStatusCode.OK, (await visitor.OpenAsync("/profile")).Status);
    }

    [Fact]
    public async Task Magic_link_after_a_taken_registration_asks_the_owner()
    {
        await using var own = new TestApp();
        var owner = TestUser.New();
        var stranger = await own.NewUserAsync(owner with { Password = Strangers }); // confirmed by a program that opens links
        var intruder = own.NewVisitor();
        await intruder.LogInAsync(stranger);
        var visitor = own.NewVisitor();
        await visitor.RegisterAsync(owner);

        var question = await visitor.OpenToTheEndAsync((await own.ReadMailAsync(owner.Email, "magic-link")).Link);

        Assert.Equal(Question, question.Heading);
        Assert.Equal("/login?returnUrl=%2Fprofile", (await intruder.OpenAsync("/profile")).Location);
        Assert.Equal(HttpStatusCode.Unauthorized, (await own.NewVisitor().TryLogInAsync(owner.Email, Strangers)).Status);
    }

    [Fact]
    public async Task Outage_at_the_confirmation_asks_about_the_password()
    {
        await using var own = new TestApp();
        var user = TestUser.New();
        var visitor = own.NewVisitor();
        await visitor.RegisterAsync(user);
        own.Faults.Add(new Fault("object/update-fields", FaultKind.Status));

        var question = await visitor.OpenToTheEndAsync((await own.ReadMailAsync(user.Email, "email-confirm")).Link);
        var unavailable = await visitor.SubmitAsync(question, Keep);
        own.Faults.Clear();
        own.Clock.Advance(TimeSpan.FromSeconds(16));
        await visitor.SubmitAsync(unavailable, Keep);

        Assert.Equal(Question, question.Heading);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, unavailable.Status);
        Assert.DoesNotContain(Question, (await own.NewVisitor().LogInAsync(user)).Text);
    }

    [Fact]
    public async Task Outage_after_the_confirmation_leaves_the_password_held()
    {
        await using var own = new TestApp();
        var user = TestUser.New();
        await own.NewVisitor().RegisterAsync(user);
        own.Faults.Add(new Fault("object/update-fields", FaultKind.Status));
        own.Faults.Add(new Fault("signout-all-except", FaultKind.Status));
        var visitor = own.NewVisitor();
        await ConfirmAsync(own, visitor, user.Email);
        own.Faults.Clear();
        own.Clock.Advance(TimeSpan.FromSeconds(16));

        Assert.Equal(HttpStatusCode.Unauthorized, (await own.NewVisitor().TryLogInAsync(user.Email, user.Password)).Status);
        Assert.Contains(Question, (await visitor.OpenAsync("/profile")).Text);
    }

    [Fact]
    public async Task Without_hold_only_a_mailed_link_keeps_the_password()
    {
        await using var own = new TestApp { Wire = BackendWithoutHold.Wire };
        var owner = TestUser.New();
        var stranger = own.NewVisitor();
        await stranger.RegisterAsync(owner with { Password = Strangers });
        var visitor = own.NewVisitor();
        Assert.Equal(Question, (await ConfirmAsync(own, visitor, owner.Email)).Heading);

        var strangers = await stranger.LogInAsync(owner with { Password = Strangers });

        Assert.Equal(Question, strangers.Heading);
        Assert.Null(strangers.Document.QuerySelector(Keep));
        var forged = await stranger.PostAsync("/profile/password-check?handler=Keep", strangers.FieldsOf(strangers.Form(Replace)));
        Assert.Equal("/profile/password-check", forged.Location);
        Assert.Equal("/profile/password-check", (await stranger.OpenAsync("/profile/password")).Location);
        Assert.Contains(Question, (await visitor.OpenAsync("/profile")).Text);
    }

    [Fact]
    public async Task Without_hold_the_question_ends_other_sessions()
    {
        await using var own = new TestApp { Wire = BackendWithoutHold.Wire };
        var owner = TestUser.New();
        await own.NewUserAsync(owner with { Password = Strangers });
        var intruder = own.NewVisitor();
        await intruder.LogInAsync(owner with { Password = Strangers });
        var visitor = own.NewVisitor();
        await visitor.RegisterAsync(owner);

        await visitor.OpenToTheEndAsync((await own.ReadMailAsync(owner.Email, "magic-link")).Link);

        Assert.Equal("/login?returnUrl=%2Fprofile", (await intruder.OpenAsync("/profile")).Location);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Without_keys_confirming_where_it_was_registered_keeps_the_password(bool rejects)
    {
        await using var own = new TestApp { Wire = BackendWithoutKeys.Wire(rejects) };
        var user = TestUser.New();
        var visitor = own.NewVisitor();
        Assert.Equal("/check-your-mail", (await visitor.RegisterAsync(user)).Location);

        var profile = await visitor.OpenToTheEndAsync((await own.ReadMailAsync(user.Email, "email-confirm")).Link);

        Assert.Equal("/profile", profile.Address);
        Assert.DoesNotContain(Question, profile.Text);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Without_keys_a_taken_address_asks_the_owner(bool rejects)
    {
        await using var own = new TestApp { Wire = BackendWithoutKeys.Wire(rejects) };
        var owner = TestUser.New();
        await own.NewVisitor().RegisterAsync(owner with { Password = Strangers });
        var visitor = own.NewVisitor();
        await visitor.RegisterAsync(owner);

        Assert.Equal(Question, (await ConfirmAsync(own, visitor, owner.Email)).Heading);
    }

    [Fact]
    public async Task Without_keys_a_confirmation_elsewhere_asks_the_owner()
    {
        await using var own = new TestApp { Wire = BackendWithoutKeys.Wire(rejects: false) };
        var user = TestUser.New();
        await own.NewVisitor().RegisterAsync(user);

        Assert.Equal(Question, (await ConfirmAsync(own, own.NewVisitor(), user.Email)).Heading);
    }

    [Fact]
    public async Task Without_keys_a_resent_confirmation_keeps_the_password()
    {
        await using var own = new TestApp { Wire = BackendWithoutKeys.Wire(rejects: false) };
        var user = TestUser.New();
        var visitor = own.NewVisitor();
        var checkMail = await visitor.FollowAsync(await visitor.RegisterAsync(user));
        own.Clock.Advance(TimeSpan.FromMinutes(2));
        await visitor.SubmitAsync(checkMail, "main form");

        Assert.Equal("/profile", (await visitor.OpenToTheEndAsync((await own.ReadMailAsync(user.Email, "email-confirm")).Link)).Address);
    }

    [Fact]
    public async Task Mails_for_a_new_password_are_limited()
    {
        await using var own = new TestApp { Settings = { ["RateLimits:Enabled"] = "true" } };
        var user = TestUser.New();
        await own.NewVisitor().RegisterAsync(user);
        var visitor = own.NewVisitor();
        var question = await ConfirmAsync(own, visitor, user.Email);
        var statuses = new List<HttpStatusCode>();
        for (var press = 0; press < 12; press++)
        {
            statuses.Add((await visitor.SubmitAsync(question, Replace)).Status);
        }

        Assert.Equal(HttpStatusCode.SeeOther, statuses[0]);
        Assert.Equal(HttpStatusCode.TooManyRequests, statuses[^1]);
    }

    /// <summary>Opens the mailed confirmation; where no such link was asked for, a press finishes.</summary>
    private static async Task<Page> ConfirmAsync(TestApp app, Visitor visitor, string email)
    {
        var page = await visitor.OpenToTheEndAsync((await app.ReadMailAsync(email, "email-confirm")).Link);
        return page.Address == "/auth-redirect" ? await visitor.FollowAsync(await visitor.SubmitAsync(page, "main form")) : page;
    }
}
