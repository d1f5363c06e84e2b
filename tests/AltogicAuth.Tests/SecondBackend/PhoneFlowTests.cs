using System.Net;
using AltogicAuth.Tests.App;

namespace AltogicAuth.Tests.SecondBackend;

/// <summary>
/// Every flow with a phone number, with another backend behind the site. Site and backend of this repository were written together:
/// where both go beyond the contract in the same way, all other tests pass.
/// </summary>
public sealed class PhoneFlowTests : IAsyncDisposable
{
    private const string NewPassword = "a brand new phrase";
    private const string Resend = "form[action$='handler=Resend']";

    private readonly TestClock _clock = new();
    private readonly ContractServer _backend;
    private readonly TestApp _app;

    public PhoneFlowTests()
    {
        _backend = new ContractServer(_clock);
        _app = new TestApp { Clock = _clock, OnSocket = true };
        foreach (var (key, value) in _backend.SiteSettings)
        {
            _app.Settings[key] = value;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        await _backend.DisposeAsync();
    }

    [Fact]
    public async Task User_registers_with_a_number()
    {
        var user = NewUser();
        var visitor = _app.NewVisitor();

        var asked = await visitor.FollowAsync(await visitor.RegisterAsync(user, "/register?returnUrl=/profile/phone"));
        Assert.Equal("/enter-code", asked.Address);
        var next = await visitor.EnterCodeAsync(asked, CodeTo(user.Email));

        Assert.Equal("/profile/phone", next.Location);
        Assert.Contains(TestPhone.Shown(user.Email), (await visitor.OpenAsync("/profile")).Text);
    }

    [Fact]
    public async Task New_code_is_sent_for_a_registration_after_the_cooldown()
    {
        var user = NewUser();
        var visitor = _app.NewVisitor();
        var asked = await visitor.FollowAsync(await visitor.RegisterAsync(user));
        _clock.Advance(TimeSpan.FromSeconds(61));

        var sent = await visitor.FollowAsync(await visitor.SubmitAsync(asked, Resend));

        Assert.Contains("A new code is on its way", sent.Notice);
        Assert.Equal(2, _backend.Accounts.CodesTo(user.Email).Count);
        Assert.Equal("/profile", (await visitor.EnterCodeAsync(sent, CodeTo(user.Email))).Location);
    }

    [Fact]
    public async Task Registration_of_a_known_number_signs_its_owner_in()
    {
        var user = await RegisterAsync();
        _clock.Advance(TimeSpan.FromMinutes(2));
        var visitor = _app.NewVisitor();

        var asked = await visitor.FollowAsync(await visitor.RegisterAsync(user with { Password = NewPassword }));
        var next = await visitor.EnterCodeAsync(asked, CodeTo(user.Email));

        Assert.Equal(("/enter-code", "/profile"), (asked.Address, next.Location));
        Assert.Equal(HttpStatusCode.Unauthorized, (await _app.NewVisitor().TryLogInAsync(user.Email, NewPassword)).Status);
    }

    [Fact]
    public async Task Owner_of_a_number_that_another_person_registered_replaces_the_password()
    {
        var stranger = NewUser();
        await _app.NewVisitor().RegisterAsync(stranger);
        _clock.Advance(TimeSpan.FromMinutes(2));
        var owner = _app.NewVisitor();

        var asked = await owner.FollowAsync(await owner.RegisterAsync(stranger with { Password = "the owner's own phrase" }));
        var question = await owner.FollowAsync(await owner.EnterCodeAsync(asked, CodeTo(stranger.Email)));
        Assert.Equal("/profile/password-check", question.Address);
        var reset = await owner.FollowAsync(await owner.SubmitAsync(question, "form[action$='handler=Replace']"));
        var profile = await ResetAsync(owner, reset, CodeTo(stranger.Email));

        Assert.Equal("/profile", profile.Address);
        Assert.Equal(HttpStatusCode.Unauthorized, (await _app.NewVisitor().TryLogInAsync(stranger.Email, stranger.Password)).Status);
        Assert.Equal("/profile", (await _app.NewVisitor().LogInAsync(stranger with { Password = NewPassword })).Address);
    }

    [Fact]
    public async Task User_logs_in_with_number_and_password()
    {
        var user = await RegisterAsync();

        Assert.Equal("/profile", (await _app.NewVisitor().LogInAsync(user)).Address);
        foreach (var (number, password) in new[] { (user.Email, "wrong"), (TestPhone.New(), user.Password) })
        {
            Assert.Equal(HttpStatusCode.Unauthorized, (await _app.NewVisitor().TryLogInAsync(number, password)).Status);
        }
    }

    [Fact]
    public async Task User_logs_in_with_a_code()
    {
        var user = await RegisterAsync();
        var visitor = _app.NewVisitor();

        var asked = await visitor.RequestCodeAsync("/login-with-magic-link", user.Email);

        Assert.Equal("/profile", (await visitor.EnterCodeAsync(asked, CodeTo(user.Email))).Location);
    }

    [Theory]
    [InlineData("/login-with-magic-link")]
    [InlineData("/forgot-password")]
    [InlineData("/resend-verification")]
    public async Task Number_that_is_not_confirmed_gets_the_code_that_confirms_it(string form)
    {
        var user = NewUser();
        var visitor = _app.NewVisitor();
        await visitor.RegisterAsync(user);
        _clock.Advance(TimeSpan.FromMinutes(2));

        var asked = await visitor.RequestCodeAsync(form, user.Email);
        var next = await visitor.SubmitAsync(asked, "main form", ("Code", CodeTo(user.Email)), ("NewPassword", NewPassword));

        Assert.Equal("/profile", next.Location);
        Assert.Equal(2, _backend.Accounts.CodesTo(user.Email).Count);
    }

    [Fact]
    public async Task User_sets_a_new_password_with_a_code()
    {
        var user = await RegisterAsync();
        var old = _app.NewVisitor();
        await old.LogInAsync(user);
        var visitor = _app.NewVisitor();

        var asked = await visitor.RequestCodeAsync("/forgot-password", user.Email);
        var profile = await ResetAsync(visitor, asked, CodeTo(user.Email));

        Assert.Equal(("/profile", "Your password has been changed. You are logged in, and all older sessions have been ended."), (profile.Address, profile.Notice));
        Assert.StartsWith("/login", (await old.OpenAsync("/profile")).Location);
        Assert.Equal(HttpStatusCode.Unauthorized, (await _app.NewVisitor().TryLogInAsync(user.Email, user.Password)).Status);
    }

    [Theory]
    [InlineData("/login-with-magic-link")]
    [InlineData("/forgot-password")]
    public async Task Code_that_is_wrong_or_of_another_number_or_purpose_is_rejected(string form)
    {
        var (user, other) = (await RegisterAsync(), await RegisterAsync());
        var visitor = _app.NewVisitor();
        foreach (var (page, number) in new[] { ("/login-with-magic-link", other.Email), (Other(form), user.Email) })
        {
            await _app.NewVisitor().RequestCodeAsync(page, number);
        }

        var (ofOther, forOther) = (CodeTo(other.Email), CodeTo(user.Email));
        var asked = await visitor.RequestCodeAsync(form, user.Email);

        foreach (var code in (string[])["0000", ofOther, forOther])
        {
            var rejected = await visitor.SubmitAsync(asked, "main form", ("Code", code), ("NewPassword", NewPassword));
            Assert.Equal(CodeForms.Rejected, rejected.ErrorOf("Input_Code"));
        }
    }

    [Fact]
    public async Task User_with_an_address_adds_a_number()
    {
        var user = TestUser.New();
        _backend.Accounts.AddUser(user.Email, user.Password, user.Name);
        var visitor = _app.NewVisitor();
        await visitor.LogInAsync(user);
        var number = TestPhone.New();

        var profile = await ChangeAsync(visitor, number, user.Password);

        Assert.Equal("Your phone number is confirmed.", profile.Notice);
        Assert.Contains(TestPhone.Shown(number), profile.Text);
        Assert.Equal("/profile", (await _app.NewVisitor().LogInAsync(user with { Email = number })).Address);
    }

    [Fact]
    public async Task User_changes_the_number()
    {
        var user = await RegisterAsync();
        var visitor = _app.NewVisitor();
        await visitor.LogInAsync(user);
        var number = TestPhone.New();

        await ChangeAsync(visitor, number, user.Password);

        Assert.Equal(HttpStatusCode.Unauthorized, (await _app.NewVisitor().TryLogInAsync(user.Email, user.Password)).Status);
        Assert.Contains("a change of your phone number was requested", (await _app.NewVisitor().LogInAsync(user with { Email = number })).Notice);
    }

    [Fact]
    public async Task Change_to_a_taken_number_or_with_a_wrong_password_is_rejected()
    {
        var (user, taken) = (await RegisterAsync(), await RegisterAsync());
        var visitor = _app.NewVisitor();
        await visitor.LogInAsync(user);
        var form = await visitor.OpenAsync("/profile/phone");

        var wrong = await visitor.SubmitAsync(form, "main form", ("Phone", TestPhone.New()), ("CurrentPassword", "wrong"));
        var rejected = await visitor.SubmitAsync(form, "main form", ("Phone", taken.Email), ("CurrentPassword", user.Password));

        Assert.Equal("The current password is incorrect.", wrong.ErrorOf("Input_CurrentPassword"));
        Assert.StartsWith("There is already an account with this number.", rejected.ErrorOf("Input_Phone"));
    }

    [Fact]
    public async Task Change_whose_code_is_not_sent_again_can_be_requested_again()
    {
        var user = await RegisterAsync();
        var visitor = _app.NewVisitor();
        await visitor.LogInAsync(user);
        var number = TestPhone.New();
        (string, string?)[] typed = [("Phone", number), ("CurrentPassword", user.Password)];
        var asked = await visitor.FollowAsync(await visitor.SubmitAsync(await visitor.OpenAsync("/profile/phone"), "main form", typed));
        _clock.Advance(TimeSpan.FromSeconds(61));

        // The contract has the call for numbers of users, which the new one is not yet.
        var resent = await visitor.SubmitAsync(asked, Resend);
        Assert.Contains("This service cannot send the code again.", resent.Text);
        var again = await visitor.FollowAsync(await visitor.SubmitAsync(await visitor.OpenAsync("/profile/phone"), "main form", typed));

        Assert.Equal("/profile", (await visitor.EnterCodeAsync(again, CodeTo(number))).Location);
        Assert.Equal(2, _backend.Accounts.CodesTo(number).Count);
    }

    [Fact]
    public async Task Profile_lists_sessions_and_ends_them()
    {
        var user = await RegisterAsync();
        var (visitor, other) = (_app.NewVisitor(), _app.NewVisitor());
        await other.LogInAsync(user);
        var profile = await visitor.LogInAsync(user);
        Assert.Equal(2, profile.Document.QuerySelectorAll(".session").Length);

        await visitor.SubmitAsync(profile, "form[action$='handler=EndSession']");
        Assert.StartsWith("/login", (await other.OpenAsync("/profile")).Location);
        await other.LogInAsync(user);
        await visitor.SubmitAsync(await visitor.OpenAsync("/profile"), "form[action$='handler=EndOtherSessions']");

        Assert.StartsWith("/login", (await other.OpenAsync("/profile")).Location);
        await visitor.LogOutAsync();
        Assert.StartsWith("/login", (await visitor.OpenAsync("/profile")).Location);
    }

    [Fact]
    public async Task User_steps_up_by_a_code_and_ends_all_sessions()
    {
        var user = await RegisterAsync();
        var visitor = _app.NewVisitor();
        await visitor.LogInAsync(user);
        _clock.Advance(TimeSpan.FromMinutes(6));
        var asking = await visitor.OpenAsync("/profile/end-all-sessions");

        var asked = await visitor.FollowAsync(await visitor.SubmitAsync(asking, "form[action^='/profile/step-up-link']"));
        var steppedUp = await visitor.FollowAsync(await visitor.EnterCodeAsync(asked, CodeTo(user.Email)));
        await visitor.SubmitAsync(steppedUp, "main form");

        Assert.Equal("/profile/end-all-sessions", steppedUp.Address);
        Assert.StartsWith("/login", (await visitor.OpenAsync("/profile")).Location);
    }

    private static TestUser NewUser() => TestUser.New() with { Email = TestPhone.New() };

    private static string Other(string form) => form == "/forgot-password" ? "/login-with-magic-link" : "/forgot-password";

    private static async Task<Page> ResetAsync(Visitor visitor, Page asked, string code) =>
        await visitor.FollowAsync(await visitor.SubmitAsync(asked, "main form", ("Code", code), ("NewPassword", NewPassword)));

    /// <summary>A user with a confirmed number, and with a session nowhere.</summary>
    private async Task<TestUser> RegisterAsync()
    {
        var user = NewUser();
        var visitor = _app.NewVisitor();
        await visitor.EnterCodeAsync(await visitor.FollowAsync(await visitor.RegisterAsync(user)), CodeTo(user.Email));
        await visitor.LogOutAsync();
        return user;
    }

    private async Task<Page> ChangeAsync(Visitor visitor, string number, string password)
    {
        var asked = await visitor.RequestNumberChangeAsync(number, password);
        return await visitor.FollowAsync(await visitor.EnterCodeAsync(asked, CodeTo(number)));
    }

    private string CodeTo(string number) => _backend.Accounts.CodesTo(number)[^1];
}
