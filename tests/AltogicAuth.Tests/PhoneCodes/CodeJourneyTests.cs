using System.Net;
using AltogicAuth.Tests.App;

namespace AltogicAuth.Tests.PhoneCodes;

/// <summary>What users with a phone number do, by forms and codes, without a script.</summary>
public sealed class CodeJourneyTests(TestApp app)
{
    private const string NewPassword = "a brand new phrase";

    [Fact]
    public async Task User_registers_with_a_number()
    {
        var user = TestUser.New() with { Email = TestPhone.New() };
        var visitor = app.NewVisitor();

        var asked = await visitor.FollowAsync(await visitor.RegisterAsync(user, "/register?returnUrl=/profile/password"));
        Assert.Equal(("/enter-code", "Enter the code"), (asked.Address, asked.Heading));
        Assert.Equal(TestPhone.Shown(user.Email), asked.Document.QuerySelector("bdi.phone")!.TextContent);
        Assert.Contains("We sent a text message", asked.Text);
        var input = asked.Document.QuerySelector("#Input_Code")!;
        Assert.Equal(("numeric", "one-time-code"), (input.GetAttribute("inputmode"), input.GetAttribute("autocomplete")));
        var next = await visitor.EnterCodeAsync(asked, await app.ReadCodeAsync(user.Email, "phone-confirm"));

        Assert.Equal("/profile/password", next.Location);
        var profile = await visitor.OpenAsync("/profile");
        Assert.Contains(TestPhone.Shown(user.Email), profile.Text);
        Assert.Null(visitor.Cookie("__Host-code"));
        Assert.Single(await app.TextsToAsync(user.Email));
    }

    [Fact]
    public async Task User_logs_in_with_number_and_password_in_any_notation()
    {
        var user = await app.NewPhoneUserAsync();
        var visitor = app.NewVisitor();
        visitor.Headers.TryAddWithoutValidation("Accept-Language", "tr-TR,tr;q=0.9,en;q=0.5");
        var national = $"0{user.Email[3..6]} {user.Email[6..9]} {user.Email[9..11]} {user.Email[11..]}";

        foreach (var notation in (string[])[national, user.Email, $"0090 {user.Email[3..]}", Eastern(national)])
        {
            var login = await visitor.TryLogInAsync(notation, user.Password);

            Assert.Equal("/profile", login.Location);
            await visitor.LogOutAsync();
        }
    }

    [Fact]
    public async Task User_logs_in_with_a_code()
    {
        var user = await app.NewPhoneUserAsync();
        var visitor = app.NewVisitor();

        var asked = await visitor.RequestCodeAsync("/login-with-magic-link?returnUrl=/profile/password", user.Email);
        var code = await app.ReadCodeAsync(user.Email, "signin-code");
        var next = await visitor.EnterCodeAsync(asked, $" {code[..3]} {code[3..]} ");

        Assert.Equal("/profile/password", next.Location);
        Assert.Equal("code", visitor.Cookie("__Host-last-method"));
    }

    [Fact]
    public async Task Code_is_accepted_in_Arabic_digits()
    {
        var user = await app.NewPhoneUserAsync();
        var visitor = app.NewVisitor();
        var asked = await visitor.RequestCodeAsync("/login-with-magic-link", user.Email);

        var next = await visitor.EnterCodeAsync(asked, Eastern(await app.ReadCodeAsync(user.Email, "signin-code")));

        Assert.Equal("/profile", next.Location);
    }

    [Fact]
    public async Task User_sets_a_new_password_with_a_code()
    {
        var user = await app.NewPhoneUserAsync();
        var old = app.NewVisitor();
        await old.LogInAsync(user);
        var visitor = app.NewVisitor();

        var asked = await visitor.RequestCodeAsync("/forgot-password", user.Email);
        Assert.Equal("/enter-code/new-password", asked.Address);
        var profile = await visitor.FollowAsync(await visitor.SubmitAsync(
            asked, "main form", ("Code", await app.ReadCodeAsync(user.Email, "reset-pwd-code")), ("NewPassword", NewPassword)));

        Assert.Equal(("/profile", "Your password has been changed. You are logged in, and all older sessions have been ended."), (profile.Address, profile.Notice));
        Assert.StartsWith("/login", (await old.OpenAsync("/profile")).Location);
        Assert.Equal(HttpStatusCode.Unauthorized, (await app.NewVisitor().TryLogInAsync(user.Email, user.Password)).Status);
        Assert.Equal("/profile", (await app.NewVisitor().TryLogInAsync(user.Email, NewPassword)).Location);
    }

    [Fact]
    public async Task User_adds_a_number_that_another_person_registered_and_never_confirmed()
    {
        var number = TestPhone.New();
        await app.NewVisitor().RegisterAsync(TestUser.New() with { Email = number });
        var (visitor, user) = await app.NewLoggedInAsync();

        var asked = await visitor.RequestNumberChangeAsync(number, user.Password);
        var profile = await visitor.FollowAsync(await visitor.EnterCodeAsync(asked, await app.ReadCodeAsync(number, "change-phone")));

        Assert.Equal("Your phone number is confirmed.", profile.Notice);
        Assert.Equal("/profile", (await app.NewVisitor().TryLogInAsync(number, user.Password)).Location);
    }

    [Fact]
    public async Task User_adds_a_number_and_logs_in_with_it()
    {
        var (visitor, user) = await app.NewLoggedInAsync();
        var number = TestPhone.New();
        Assert.Contains("Add a phone number", (await visitor.OpenAsync("/profile")).Text);

        var asked = await visitor.RequestNumberChangeAsync(number, user.Password);
        Assert.Equal("/enter-code", asked.Address);
        Assert.NotNull(asked.Document.QuerySelector("main a[href='/profile']"));
        Assert.NotNull(asked.Document.QuerySelector(".menu .initials"));
        var before = await visitor.OpenAsync("/profile");
        Assert.DoesNotContain(TestPhone.Shown(number), before.Text);
        Assert.Contains("Ways to log in Password · Link by email", before.Text);
        Assert.DoesNotContain("Code by text message", before.Text);
        var profile = await visitor.FollowAsync(await visitor.EnterCodeAsync(asked, await app.ReadCodeAsync(number, "change-phone")));

        Assert.Equal("Your phone number is confirmed.", profile.Notice);
        Assert.Contains(TestPhone.Shown(number), profile.Text);
        Assert.Contains("Ways to log in Password · Link by email · Code by text message", profile.Text);
        Assert.Equal("/profile", (await app.NewVisitor().TryLogInAsync(number, user.Password)).Location);
        Assert.Equal("/profile", (await app.NewVisitor().TryLogInAsync(user.Email, user.Password)).Location);
    }

    [Fact]
    public async Task Changed_number_replaces_the_former_one_and_leaves_a_notice()
    {
        var user = await app.NewPhoneUserAsync();
        var visitor = app.NewVisitor();
        await visitor.LogInAsync(user);
        var number = TestPhone.New();

        var asked = await visitor.RequestNumberChangeAsync(number, user.Password);
        await visitor.EnterCodeAsync(asked, await app.ReadCodeAsync(number, "change-phone"));

        Assert.Equal(HttpStatusCode.Unauthorized, (await app.NewVisitor().TryLogInAsync(user.Email, user.Password)).Status);
        var profile = await app.NewVisitor().LogInAsync(user with { Email = number });
        Assert.Contains("a change of your phone number was requested", profile.Notice);
    }

    [Fact]
    public async Task Account_with_a_number_only_exports_its_data_and_is_deleted()
    {
        var user = await app.NewPhoneUserAsync();
        var visitor = app.NewVisitor();
        var profile = await visitor.LogInAsync(user);
        Assert.Contains("We know no email address of yours.", profile.Text);
        app.Clock.Advance(TimeSpan.FromMinutes(6));

        var export = await visitor.SubmitAsync(await visitor.OpenAsync("/profile/export"), "main form", ("Password", user.Password));
        Assert.Equal("application/zip", export.Header("Content-Type"));
        var farewell = await visitor.FollowAsync(await visitor.DeleteAccountAsync(await visitor.OpenAsync("/profile/delete")));

        Assert.Equal("/farewell", farewell.Address);
        Assert.Equal(HttpStatusCode.Unauthorized, (await app.NewVisitor().TryLogInAsync(user.Email, user.Password)).Status);
    }

    [Fact]
    public async Task Account_with_a_number_only_steps_up_by_a_code()
    {
        var user = await app.NewPhoneUserAsync();
        var visitor = app.NewVisitor();
        await visitor.LogInAsync(user);
        app.Clock.Advance(TimeSpan.FromMinutes(6));
        var delete = await visitor.OpenAsync("/profile/delete");
        Assert.Contains("Get a code by text message instead", delete.Text);

        var asked = await visitor.FollowAsync(await visitor.SubmitAsync(delete, "form[action^='/profile/step-up-link']"));
        var next = await visitor.EnterCodeAsync(asked, await app.ReadCodeAsync(user.Email, "signin-code"));

        Assert.Equal("/profile/delete", next.Location);
        Assert.Equal("/farewell", (await visitor.DeleteAccountAsync(await visitor.OpenAsync("/profile/delete"))).Location);
    }

    [Fact]
    public async Task Account_with_a_number_only_adds_an_address()
    {
        var user = await app.NewPhoneUserAsync();
        var visitor = app.NewVisitor();
        await visitor.LogInAsync(user);
        var address = TestUser.New().Email;

        await visitor.SubmitAsync(await visitor.OpenAsync("/profile/email"), "main form", ("Email", address), ("CurrentPassword", user.Password));
        await visitor.ConfirmNewAddressAsync(await visitor.OpenAsync((await app.ReadMailAsync(address, "change-email")).Link));

        Assert.Equal("/profile", (await app.NewVisitor().TryLogInAsync(address, user.Password)).Location);
        Assert.Equal("/profile", (await app.NewVisitor().TryLogInAsync(user.Email, user.Password)).Location);
    }

    [Fact]
    public async Task Number_that_another_browser_registered_asks_about_the_password()
    {
        var stranger = TestUser.New() with { Email = TestPhone.New() };
        await app.NewVisitor().RegisterAsync(stranger);
        app.Clock.Advance(TimeSpan.FromMinutes(2));
        var owner = app.NewVisitor();

        var asked = await owner.FollowAsync(await owner.RegisterAsync(stranger with { Password = "the owner's own phrase" }));
        var next = await owner.EnterCodeAsync(asked, await app.ReadCodeAsync(stranger.Email, "phone-confirm"));

        Assert.Equal("/profile/password-check", next.Location);
        Assert.Equal(HttpStatusCode.Unauthorized, (await app.NewVisitor().TryLogInAsync(stranger.Email, stranger.Password)).Status);
        var reset = await owner.FollowAsync(await owner.SubmitAsync(await owner.FollowAsync(next), "form[action$='handler=Replace']"));
        Assert.Equal("/enter-code/new-password", reset.Address);
        var profile = await owner.FollowAsync(await owner.SubmitAsync(
            reset, "main form", ("Code", await app.ReadCodeAsync(stranger.Email, "reset-pwd-code")), ("NewPassword", NewPassword)));
        Assert.Equal("/profile", profile.Address);
        Assert.Equal("/profile", (await app.NewVisitor().TryLogInAsync(stranger.Email, NewPassword)).Location);
    }

    [Theory]
    [InlineData("/login-with-magic-link")]
    [InlineData("/forgot-password")]
    [InlineData("/resend-verification")]
    public async Task Number_that_is_not_confirmed_gets_the_code_that_confirms_it(string form)
    {
        var user = TestUser.New() with { Email = TestPhone.New() };
        var visitor = app.NewVisitor();
        await visitor.RegisterAsync(user);
        app.Clock.Advance(TimeSpan.FromMinutes(2));

        var asked = await visitor.RequestCodeAsync(form, user.Email);
        var next = await visitor.SubmitAsync(asked, "main form", ("Code", await app.ReadCodeAsync(user.Email, "phone-confirm")), ("NewPassword", NewPassword));

        Assert.Equal("/profile", next.Location);
        Assert.Equal("Your phone number is confirmed, and you are logged in.", (await visitor.FollowAsync(next)).Notice);
    }

    [Fact]
    public async Task Registration_of_a_known_number_signs_its_owner_in()
    {
        var user = await app.NewPhoneUserAsync();
        app.Clock.Advance(TimeSpan.FromMinutes(2));
        var visitor = app.NewVisitor();

        var asked = await visitor.FollowAsync(await visitor.RegisterAsync(user with { Password = "another fine phrase" }));
        var next = await visitor.EnterCodeAsync(asked, await app.ReadCodeAsync(user.Email, "signin-code"));

        Assert.Equal("/profile", next.Location);
        Assert.Equal(HttpStatusCode.Unauthorized, (await app.NewVisitor().TryLogInAsync(user.Email, "another fine phrase")).Status);
    }

    [Fact]
    public async Task New_code_is_sent_after_the_cooldown()
    {
        var user = await app.NewPhoneUserAsync();
        var visitor = app.NewVisitor();
        var asked = await visitor.RequestCodeAsync("/login-with-magic-link", user.Email);
        var first = await app.ReadCodeAsync(user.Email, "signin-code");

        Assert.Contains("You can send it again in 60 seconds.", asked.Text);
        var waiting = await visitor.FollowAsync(await visitor.SubmitAsync(asked, "form[action$='handler=Resend']"));
        Assert.Equal((null, 2), (waiting.Notice, (await app.TextsToAsync(user.Email)).Count));
        app.Clock.Advance(TimeSpan.FromSeconds(61));
        var sent = await visitor.FollowAsync(await visitor.SubmitAsync(waiting, "form[action$='handler=Resend']"));

        Assert.Contains("A new code is on its way", sent.Notice);
        Assert.Equal(2, (await app.TextsToAsync(user.Email)).Count(text => text.Action == "signin-code"));
        var second = await app.ReadCodeAsync(user.Email, "signin-code");
        if (first != second)
        {
            Assert.Equal(HttpStatusCode.UnprocessableEntity, (await visitor.EnterCodeAsync(sent, first)).Status);
        }

        Assert.Equal("/profile", (await visitor.EnterCodeAsync(sent, second)).Location);
    }

    private static string Eastern(string digits) => string.Concat(digits.Select(c => char.IsAsciiDigit(c) ? (char)('٠' + c - '0') : c));
}
