using System.Net;
using AltogicAuth.Backend.Testing;
using AltogicAuth.Tests.App;

namespace AltogicAuth.Tests.Pages;

public sealed class ResetPasswordTests(TestApp app)
{
    [Fact]
    public async Task Reset_signs_in_and_ends_every_older_session()
    {
        var (old, user) = await app.NewLoggedInAsync();
        var visitor = app.NewVisitor();
        var form = await AskAndOpenAsync(visitor, visitor, user.Email);
        Assert.Equal(user.Email, form.Document.QuerySelector("input[autocomplete=username]")!.GetAttribute("value"));

        var done = await visitor.FollowAsync(await visitor.SubmitAsync(form, "main form", ("NewPassword", "a brand new phrase")));

        Assert.Equal("/profile", done.Address);
        Assert.Equal("Your password has been changed. You are logged in, and all older sessions have been ended.", done.Notice);
        Assert.Single(done.Document.QuerySelectorAll(".session"));
        Assert.Equal("/login?returnUrl=%2Fprofile", (await old.OpenAsync("/profile")).Location);
        Assert.Equal(HttpStatusCode.Unauthorized, (await app.NewVisitor().TryLogInAsync(user.Email, user.Password)).Status);
    }

    [Fact]
    public async Task Reset_keeps_the_return_url()
    {
        var user = await app.NewUserAsync();
        var visitor = app.NewVisitor();
        var login = await visitor.OpenAsync("/login?returnUrl=%2Fprofile%2Femail");
        var forgot = await visitor.OpenAsync(login.Document.QuerySelector("a[href^='/forgot-password']")!.GetAttribute("href")!);
        await visitor.SubmitAsync(forgot, "main form", ("Identifier", user.Email));
        var form = await visitor.OpenToTheEndAsync((await app.ReadMailAsync(user.Email, "reset-pwd")).Link);

        var done = await visitor.SubmitAsync(form, "main form", ("NewPassword", "a brand new phrase"));

        Assert.Equal("/profile/email", done.Location);
    }

    [Fact]
    public async Task Reset_in_another_browser_asks_for_the_address()
    {
        var user = await app.NewUserAsync();
        var phone = app.NewVisitor();
        var form = await AskAndOpenAsync(app.NewVisitor(), phone, user.Email);
        Assert.DoesNotContain(user.Email, form.Html);

        var done = await phone.SubmitAsync(form, "main form", ("Email", user.Email), ("NewPassword", "a brand new phrase"));

        Assert.Equal("/profile", done.Location);
    }

    [Fact]
    public async Task Reset_with_a_mistyped_address_redirects_to_login()
    {
        var user = await app.NewUserAsync();
        var phone = app.NewVisitor();
        var form = await AskAndOpenAsync(app.NewVisitor(), phone, user.Email);

        var done = await phone.FollowAsync(await phone.SubmitAsync(form, "main form",
            ("Email", "somebody@example.test"), ("NewPassword", "a brand new phrase")));

        Assert.Equal("/login", done.Address);
        Assert.Equal("Your password has been changed. Log in with the new one.", done.Notice);
        Assert.Equal(HttpStatusCode.SeeOther, (await app.NewVisitor().TryLogInAsync(user.Email, "a brand new phrase")).Status);
    }

    [Fact]
    public async Task Sign_in_after_a_pending_reset_ends_older_sessions()
    {
        var (old, user) = await app.NewLoggedInAsync();
        var phone = app.NewVisitor();
        var form = await AskAndOpenAsync(app.NewVisitor(), phone, user.Email);
        await phone.SubmitAsync(form, "main form", ("Email", "somebody@example.test"), ("NewPassword", "a brand new phrase"));
        var renewed = user with { Password = "a brand new phrase" };

        await phone.TryLogInAsync(user.Email, "not the password");
        var caughtUp = await phone.LogInAsync(renewed);

        Assert.Equal("Your password has been changed. You are logged in, and all older sessions have been ended.", caughtUp.Notice);
        Assert.Equal("/login?returnUrl=%2Fprofile", (await old.OpenAsync("/profile")).Location);
        var elsewhere = app.NewVisitor();
        Assert.StartsWith("Since you last logged in, your password was changed.", (await elsewhere.LogInAsync(renewed)).Notice);

        await phone.LogOutAsync();
        Assert.Null((await phone.LogInAsync(renewed)).Notice);
        Assert.Equal(HttpStatusCode.OK, (await elsewhere.OpenAsync("/profile")).Status);
    }

    [Fact]
    public async Task Pending_reset_does_not_affect_another_user()
    {
        var (elsewhere, other) = await app.NewLoggedInAsync();
        var (old, user) = await app.NewLoggedInAsync();
        var shared = app.NewVisitor();
        var form = await AskAndOpenAsync(app.NewVisitor(), shared, user.Email);
        await shared.SubmitAsync(form, "main form", ("Email", other.Email), ("NewPassword", "a brand new phrase"));

        Assert.Null((await shared.LogInAsync(other)).Notice);
        await shared.LogOutAsync();
        await shared.FollowAsync(await shared.AskForMagicLinkAsync(other.Email));
        Assert.Null((await shared.OpenToTheEndAsync((await app.ReadMailAsync(other.Email, "magic-link")).Link)).Notice);
        await shared.LogOutAsync();

        Assert.Equal(HttpStatusCode.OK, (await elsewhere.OpenAsync("/profile")).Status);
        Assert.Contains("all older sessions have been ended", (await shared.LogInAsync(user with { Password = "a brand new phrase" })).Notice);
        Assert.Equal("/login?returnUrl=%2Fprofile", (await old.OpenAsync("/profile")).Location);
    }

    [Fact]
    public async Task Magic_link_after_a_pending_reset_ends_older_sessions()
    {
        await using var own = new TestApp();
        var (old, user) = await own.NewLoggedInAsync();
        var visitor = own.NewVisitor();
        await visitor.SubmitAsync(await visitor.OpenAsync("/forgot-password"), "main form", ("Identifier", user.Email));
        var form = await visitor.OpenToTheEndAsync((await own.ReadMailAsync(user.Email, "reset-pwd")).Link);
        own.Faults.Add(new Fault("auth/signin-email", FaultKind.Status, Times: 1));
        Assert.Equal("/login", (await visitor.SubmitAsync(form, "main form", ("NewPassword", "a brand new phrase"))).Location);

        await visitor.AskForMagicLinkAsync(user.Email);
        var caughtUp = await visitor.OpenToTheEndAsync((await own.ReadMailAsync(user.Email, "magic-link")).Link);

        Assert.Contains("all older sessions have been ended", caughtUp.Notice);
        Assert.Equal("/login?returnUrl=%2Fprofile", (await old.OpenAsync("/profile")).Location);
    }

    [Fact]
    public async Task Mistyped_address_signs_a_signed_in_user_out()
    {
        var (visitor, user) = await app.NewLoggedInAsync();
        var form = await AskAndOpenAsync(app.NewVisitor(), visitor, user.Email);

        var done = await visitor.FollowAsync(await visitor.SubmitAsync(form, "main form", ("Email", "somebody@example.test"), ("NewPassword", "a brand new phrase")));

        Assert.Equal("/login", done.Address);
        Assert.Equal("Your password has been changed. Log in with the new one.", done.Notice);
    }

    [Fact]
    public async Task Rejected_password_does_not_use_up_the_link()
    {
        var user = await app.NewUserAsync();
        var visitor = app.NewVisitor();
        var form = await AskAndOpenAsync(visitor, visitor, user.Email);

        var rejected = await visitor.SubmitAsync(form, "main form", ("NewPassword", "short"));
        Assert.Equal("A password needs 8 characters or more.", rejected.ErrorOf("Input_NewPassword"));

        Assert.Equal("/profile", (await visitor.SubmitAsync(rejected, "main form", ("NewPassword", "a brand new phrase"))).Location);
    }

    [Fact]
    public async Task Reset_accepts_the_former_password()
    {
        var user = await app.NewUserAsync();
        var visitor = app.NewVisitor();
        var form = await AskAndOpenAsync(visitor, visitor, user.Email);

        Assert.Equal("/profile", (await visitor.SubmitAsync(form, "main form", ("NewPassword", user.Password))).Location);
    }

    [Fact]
    public async Task Tokens_work_only_for_their_own_purpose()
    {
        var user = await app.NewUserAsync();
        var asReset = await TokenOfAsync(user.Email, "reset-pwd", "/forgot-password");
        var asMagic = await TokenOfAsync(user.Email, "magic-link", "/login-with-magic-link");

        var visitor = app.NewVisitor();
        var failedLogin = await visitor.FollowAsync(await visitor.SubmitAsync(
            await visitor.OpenToTheEndAsync($"/auth-redirect?status=200&access_token={asReset}&action=magic-link"), "main form"));
        var failedReset = await visitor.FollowAsync(await visitor.SubmitAsync(
            await visitor.OpenToTheEndAsync($"/auth-redirect?status=200&access_token={asMagic}&action=reset-pwd"), "main form",
            ("Email", user.Email), ("NewPassword", "a brand new phrase")));

        Assert.Equal(HttpStatusCode.BadRequest, failedLogin.Status);
        Assert.Equal(HttpStatusCode.BadRequest, failedReset.Status);
        Assert.Equal(HttpStatusCode.SeeOther, (await app.NewVisitor().TryLogInAsync(user.Email, user.Password)).Status);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Used_or_expired_reset_token_changes_nothing(bool isUsed)
    {
        await using var own = new TestApp();
        var user = await own.NewUserAsync();
        var visitor = own.NewVisitor();
        await visitor.SubmitAsync(await visitor.OpenAsync("/forgot-password"), "main form", ("Identifier", user.Email));
        var landing = (await visitor.OpenAsync((await own.ReadMailAsync(user.Email, "reset-pwd")).Link)).Location!;
        var form = await visitor.OpenToTheEndAsync(landing);
        var password = user.Password;
        if (isUsed)
        {
            var other = own.NewVisitor();
            password = "what another one chose";
            await other.SubmitAsync(await other.OpenToTheEndAsync(landing), "main form", ("Email", user.Email), ("NewPassword", password));
        }
        else
        {
            own.Faults.ClockOffset = TimeSpan.FromMinutes(11);
        }

        var failed = await visitor.FollowAsync(await visitor.SubmitAsync(form, "main form", ("NewPassword", "a brand new phrase")));

        Assert.Equal(HttpStatusCode.BadRequest, failed.Status);
        Assert.Equal("This link no longer works", failed.Heading);
        Assert.Equal("/forgot-password", failed.Form("main form").GetAttribute("action"));
        Assert.DoesNotContain("a brand new phrase", failed.Html);
        Assert.Null(visitor.Cookie("__Host-session"));
        Assert.Equal(HttpStatusCode.SeeOther, (await own.NewVisitor().TryLogInAsync(user.Email, password)).Status);
    }

    private async Task<Page> AskAndOpenAsync(Visitor asks, Visitor opens, string email)
    {
        await asks.SubmitAsync(await asks.OpenAsync("/forgot-password"), "main form", ("Identifier", email));
        return await opens.OpenToTheEndAsync((await app.ReadMailAsync(email, "reset-pwd")).Link);
    }

    private async Task<string> TokenOfAsync(string email, string action, string form)
    {
        var visitor = app.NewVisitor();
        await visitor.SubmitAsync(await visitor.OpenAsync(form), "main form", ("Identifier", email));
        var landing = (await app.NewVisitor().OpenAsync((await app.ReadMailAsync(email, action)).Link)).Location!;
        return System.Web.HttpUtility.ParseQueryString(landing.Split('?')[1])["access_token"]!;
    }
}
