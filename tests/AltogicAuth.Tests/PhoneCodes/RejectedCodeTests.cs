using System.Net;
using AltogicAuth.Backend.Testing;
using AltogicAuth.Tests.App;
using AltogicAuth.Tests.RateLimiting;

namespace AltogicAuth.Tests.PhoneCodes;

public sealed class RejectedCodeTests(TestApp app)
{
    [Theory]
    [InlineData("/register", "Identifier")]
    [InlineData("/login", "Identifier")]
    [InlineData("/login-with-magic-link", "Identifier")]
    [InlineData("/forgot-password", "Identifier")]
    [InlineData("/resend-verification", "Identifier")]
    [InlineData("/profile/phone", "Phone")]
    public async Task Invalid_number_is_rejected_at_its_field(string form, string field)
    {
        var (visitor, _) = form.StartsWith("/profile", StringComparison.Ordinal) ? await app.NewLoggedInAsync() : (app.NewVisitor(), null!);
        foreach (var number in (string[])["+90 532 12", "0532 123 45 67", "+1 800 FLOWERS", "+15555555555", "905321234567", new string('9', 10_000)])
        {
            var rejected = await visitor.SubmitAsync(await visitor.OpenAsync(form), "main form",
                (field, number), ("Name", "Ada"), ("Password", "a fine long phrase"), ("CurrentPassword", "a fine long phrase"));

            Assert.Equal(HttpStatusCode.UnprocessableEntity, rejected.Status);
            Assert.Contains("phone number", rejected.ErrorOf($"Input_{field}"));
            Assert.Equal(number, rejected.ValueOf($"Input_{field}"));
        }
    }

    [Theory]
    [InlineData("+902121234567")] // landline
    [InlineData("+19005550123")] // premium rate
    [InlineData("+18005550123")] // toll-free
    [InlineData("+39848123456")] // shared cost
    [InlineData("+447640123456")] // pager
    [InlineData("+445512345678")] // company
    [InlineData("+41860123456789")] // voicemail
    [InlineData("+447012345678")] // forwarded to another number
    [InlineData("+445612345678")] // internet telephony
    public async Task Number_that_gets_no_texts_is_rejected(string number)
    {
        var (member, user) = await app.NewLoggedInAsync();

        foreach (var form in (string[])["/login-with-magic-link", "/forgot-password", "/resend-verification"])
        {
            Assert.Contains("cannot get text messages", (await app.NewVisitor().RequestCodeAsync(form, number)).ErrorOf("Input_Identifier"));
        }

        // An account may have the number from a time when another backend sent to it.
        Assert.Equal(HttpStatusCode.Unauthorized, (await app.NewVisitor().TryLogInAsync(number, user.Password)).Status);
        var registered = await app.NewVisitor().RegisterAsync(TestUser.New() with { Email = number });
        var changed = await member.SubmitAsync(await member.OpenAsync("/profile/phone"), "main form", ("Phone", number), ("CurrentPassword", user.Password));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, registered.Status);
        Assert.Contains("cannot get text messages", registered.ErrorOf("Input_Identifier"));
        Assert.Contains("cannot get text messages", changed.ErrorOf("Input_Phone"));
        Assert.Empty(await app.TextsToAsync(number));
    }

    [Theory]
    [InlineData("000000")]
    [InlineData("12")]
    [InlineData("words")]
    [InlineData("")]
    public async Task Wrong_code_leaves_the_page_as_it_is(string code)
    {
        var user = await app.NewPhoneUserAsync();
        var visitor = app.NewVisitor();
        var asked = await visitor.RequestCodeAsync("/login-with-magic-link", user.Email);
        var right = await app.ReadCodeAsync(user.Email, "signin-code");

        var rejected = await visitor.EnterCodeAsync(asked, code == right ? "111111" : code);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, rejected.Status);
        Assert.NotNull(rejected.ErrorOf("Input_Code"));
        Assert.Equal("/profile", (await visitor.EnterCodeAsync(rejected, right)).Location);
    }

    [Fact]
    public async Task Code_works_once()
    {
        var user = await app.NewPhoneUserAsync();
        var (first, second) = (app.NewVisitor(), app.NewVisitor());
        var (one, other) = (await first.RequestCodeAsync("/login-with-magic-link", user.Email), await second.RequestCodeAsync("/login-with-magic-link", user.Email));
        var code = await app.ReadCodeAsync(user.Email, "signin-code");
        await first.EnterCodeAsync(one, code);

        Assert.Equal(CodeForms.Rejected, (await second.EnterCodeAsync(other, code)).ErrorOf("Input_Code"));
        // Back, and once more.
        Assert.Equal("/profile", (await first.EnterCodeAsync(one, code)).Location);
    }

    [Fact]
    public async Task Code_that_is_sent_twice_at_once_makes_one_session()
    {
        var user = await app.NewPhoneUserAsync();
        var visitor = app.NewVisitor();
        var asked = await visitor.RequestCodeAsync("/login-with-magic-link", user.Email);
        var code = await app.ReadCodeAsync(user.Email, "signin-code");

        var pages = await Task.WhenAll(visitor.EnterCodeAsync(asked, code), visitor.EnterCodeAsync(asked, code));

        Assert.Contains(pages, page => page.Location == "/profile");
        Assert.Single((await visitor.OpenAsync("/profile")).Document.QuerySelectorAll(".session"));
    }

    [Fact]
    public async Task Two_passwords_for_one_code_at_once_set_one_of_them()
    {
        var user = await app.NewPhoneUserAsync();
        var visitor = app.NewVisitor();
        var asked = await visitor.RequestCodeAsync("/forgot-password", user.Email);
        var code = await app.ReadCodeAsync(user.Email, "reset-pwd-code");
        string[] passwords = ["a brand new phrase", "another brand new phrase"];

        var pages = await Task.WhenAll(passwords.Select(password => visitor.SubmitAsync(asked, "main form", ("Code", code), ("NewPassword", password))));

        var accepted = Assert.Single(pages, page => page.Location == "/profile");
        Assert.Single(pages, page => page.ErrorOf("Input_Code") == CodeForms.Rejected);
        Assert.Equal("/profile", (await app.NewVisitor().TryLogInAsync(user.Email, passwords[Array.IndexOf(pages, accepted)])).Location);
    }

    [Fact]
    public async Task Code_expires_after_ten_minutes()
    {
        await using var own = new TestApp();
        var user = await own.NewPhoneUserAsync();
        var visitor = own.NewVisitor();
        var asked = await visitor.RequestCodeAsync("/login-with-magic-link", user.Email);
        var code = await own.ReadCodeAsync(user.Email, "signin-code");

        own.Clock.Advance(TimeSpan.FromMinutes(11));

        Assert.Equal(CodeForms.Rejected, (await visitor.EnterCodeAsync(asked, code)).ErrorOf("Input_Code"));
    }

    [Fact]
    public async Task Code_works_for_its_own_purpose_and_number_only()
    {
        var (user, other) = (await app.NewPhoneUserAsync(), await app.NewPhoneUserAsync());
        var visitor = app.NewVisitor();
        await visitor.RequestCodeAsync("/forgot-password", user.Email);
        await visitor.RequestCodeAsync("/login-with-magic-link", other.Email);
        var reset = await app.ReadCodeAsync(user.Email, "reset-pwd-code");
        var ofOther = await app.ReadCodeAsync(other.Email, "signin-code");

        var asked = await visitor.RequestCodeAsync("/login-with-magic-link", user.Email);

        Assert.Equal(CodeForms.Rejected, (await visitor.EnterCodeAsync(asked, reset)).ErrorOf("Input_Code"));
        Assert.Equal(CodeForms.Rejected, (await visitor.EnterCodeAsync(asked, ofOther)).ErrorOf("Input_Code"));
        var resetting = await visitor.RequestCodeAsync("/forgot-password", user.Email);
        var signIn = await app.ReadCodeAsync(user.Email, "signin-code");
        var rejected = await visitor.SubmitAsync(resetting, "main form", ("Code", signIn), ("NewPassword", "a brand new phrase"));
        Assert.Equal(CodeForms.Rejected, rejected.ErrorOf("Input_Code"));
        Assert.Equal("/profile", (await app.NewVisitor().TryLogInAsync(user.Email, user.Password)).Location);
    }

    [Fact]
    public async Task Known_unknown_and_unconfirmed_numbers_get_the_same_response()
    {
        await using var own = new TestApp();
        var known = (await own.NewPhoneUserAsync()).Email;
        var unconfirmed = TestPhone.New();
        await own.NewVisitor().RegisterAsync(TestUser.New() with { Email = unconfirmed });

        foreach (var form in (string[])["/login-with-magic-link", "/forgot-password", "/resend-verification", "/register"])
        {
            var responses = new List<(HttpStatusCode, string?, string, string, string?)>();
            foreach (var number in (string[])[known, unconfirmed, TestPhone.New()])
            {
                own.Clock.Advance(TimeSpan.FromMinutes(2));
                var visitor = own.NewVisitor();
                var posted = await visitor.SubmitAsync(await visitor.OpenAsync(form), "main form",
                    ("Identifier", number), ("Name", "Ada"), ("Password", "a fine long phrase"));
                var shown = await visitor.FollowAsync(posted);
                var rejected = await visitor.SubmitAsync(shown, "main form", ("Code", "0000"), ("NewPassword", "a brand new phrase"));
                var cookies = string.Join(' ', posted.SetCookies.Select(cookie => $"{cookie.Split('=')[0]} {cookie.Length}").Order());
                responses.Add((posted.Status, posted.Location, cookies, shown.Document.QuerySelector("main p")!.TextContent.Split('+')[0], rejected.ErrorOf("Input_Code")));
            }

            Assert.Single(responses.Distinct());
        }
    }

    [Fact]
    public async Task New_password_of_the_numbers_own_digits_reveals_no_account()
    {
        var errors = new List<(string?, string?)>();
        foreach (var number in (string[])[(await app.NewPhoneUserAsync()).Email, TestPhone.New()])
        {
            var visitor = app.NewVisitor();
            var asked = await visitor.RequestCodeAsync("/forgot-password", number);
            var rejected = await visitor.SubmitAsync(asked, "main form", ("Code", "0000"), ("NewPassword", number[^9..]));
            errors.Add((rejected.ErrorOf("Input_Code"), rejected.ErrorOf("Input_NewPassword")));
        }

        Assert.Equal([(CodeForms.Rejected, null), (CodeForms.Rejected, null)], errors);
    }

    [Fact]
    public async Task Rejected_login_looks_alike_for_every_number()
    {
        var user = await app.NewPhoneUserAsync();
        var unconfirmed = TestUser.New() with { Email = TestPhone.New() };
        await app.NewVisitor().RegisterAsync(unconfirmed);

        var texts = new List<(HttpStatusCode, string)>();
        foreach (var (number, password) in new[] { (user.Email, "wrong"), (unconfirmed.Email, unconfirmed.Password), (TestPhone.New(), "wrong") })
        {
            var rejected = await app.NewVisitor().TryLogInAsync(number, password);
            texts.Add((rejected.Status, rejected.Document.QuerySelector(".error-summary")!.TextContent));
        }

        Assert.Single(texts.Distinct());
        Assert.Equal(HttpStatusCode.Unauthorized, texts[0].Item1);
    }

    [Fact]
    public async Task Number_in_use_is_rejected_for_another_account()
    {
        var taken = (await app.NewPhoneUserAsync()).Email;
        var (visitor, user) = await app.NewLoggedInAsync();

        var rejected = await visitor.RequestNumberChangeAsync(taken, user.Password);

        Assert.Equal("There is already an account with this number. Log in, or use another number.", rejected.ErrorOf("Input_Phone"));
    }

    [Fact]
    public async Task Change_of_number_needs_the_password()
    {
        var user = await app.NewPhoneUserAsync();
        var visitor = app.NewVisitor();
        await visitor.LogInAsync(user);
        var number = TestPhone.New();

        Assert.Equal("The current password is incorrect.", (await visitor.RequestNumberChangeAsync(number, "wrong")).ErrorOf("Input_CurrentPassword"));
        Assert.Equal("This is already your number.", (await visitor.RequestNumberChangeAsync(user.Email, user.Password)).ErrorOf("Input_Phone"));
        Assert.Empty(await app.TextsToAsync(number));
    }

    [Fact]
    public async Task Wrong_codes_are_limited_per_number_and_visitor()
    {
        await using var own = new LimitedApp(("RateLimits:Code:PermitLimit", "3"), ("RateLimits:MessageCooldown", "00:00:00"));
        var number = TestPhone.New();
        var (visitor, other) = (own.NewVisitorFrom("198.18.0.1"), own.NewVisitorFrom("198.18.0.2"));
        var asked = await visitor.RequestCodeAsync("/login-with-magic-link", number);

        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(HttpStatusCode.UnprocessableEntity, (await visitor.EnterCodeAsync(asked, "123456")).Status);
        }

        var limited = await visitor.EnterCodeAsync(asked, "123456");
        Assert.Equal(HttpStatusCode.TooManyRequests, limited.Status);
        Assert.NotNull(limited.Header("Retry-After"));
        Assert.Equal("123456", limited.ValueOf("Input_Code"));
        var elsewhere = await other.RequestCodeAsync("/login-with-magic-link", number);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await other.EnterCodeAsync(elsewhere, "123456")).Status);
        var anotherNumber = await visitor.RequestCodeAsync("/login-with-magic-link", TestPhone.New());
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await visitor.EnterCodeAsync(anotherNumber, "123456")).Status);
    }

    [Theory]
    [InlineData("auth/signin-code", FaultKind.Status)]
    [InlineData("auth/signin-code", FaultKind.Drop)]
    public async Task Outage_keeps_the_code(string endpoint, FaultKind fault)
    {
        await using var own = new TestApp();
        var user = await own.NewPhoneUserAsync();
        var visitor = own.NewVisitor();
        var asked = await visitor.RequestCodeAsync("/login-with-magic-link", user.Email);
        var code = await own.ReadCodeAsync(user.Email, "signin-code");
        own.Faults.Add(new Fault(endpoint, fault));

        var failed = await visitor.EnterCodeAsync(asked, code);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, failed.Status);
        Assert.Equal(code, failed.ValueOf("Input_Code"));
        own.Faults.Clear();
        own.Clock.Advance(TimeSpan.FromSeconds(16));
        Assert.Equal("/profile", (await visitor.EnterCodeAsync(failed, code)).Location);
    }

    [Fact]
    public async Task Code_page_without_a_pending_code_leads_elsewhere()
    {
        var (member, _) = await app.NewLoggedInAsync();

        Assert.Equal("/login-with-magic-link", (await app.NewVisitor().OpenAsync("/enter-code")).Location);
        Assert.Equal("/login-with-magic-link", (await app.NewVisitor().OpenAsync("/enter-code/new-password")).Location);
        Assert.Equal("/profile", (await member.OpenAsync("/enter-code")).Location);
    }

    [Fact]
    public async Task Site_without_phone_numbers_accepts_addresses_only()
    {
        await using var own = new TestApp { Settings = { ["Backend:Phone"] = "false", ["Altogic:Phone"] = "false" } };
        var (member, _) = await own.NewLoggedInAsync();
        var visitor = own.NewVisitor();

        var login = await visitor.OpenAsync("/login");
        Assert.Equal("email", login.Document.QuerySelector("#Input_Identifier")!.GetAttribute("type"));
        Assert.Equal("Email address", login.Document.QuerySelector("label[for=Input_Identifier]")!.TextContent);
        Assert.Equal("Enter an email address such as ann@example.com.", (await visitor.TryLogInAsync(TestPhone.New(), "x")).ErrorOf("Input_Identifier"));
        Assert.DoesNotContain("phone", (await member.OpenAsync("/profile")).Text, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(HttpStatusCode.NotFound, (await member.OpenAsync("/profile/phone")).Status);
    }

    [Fact]
    public async Task Environment_without_confirmation_of_numbers_signs_in_at_once()
    {
        await using var own = new TestApp { Settings = { ["Backend:PhoneConfirmation"] = "false" } };
        var user = TestUser.New() with { Email = TestPhone.New() };
        var visitor = own.NewVisitor();

        Assert.Equal("/profile", (await visitor.RegisterAsync(user)).Location);

        var rejected = await own.NewVisitor().RegisterAsync(user with { Password = "another fine phrase" });
        Assert.Equal("There is already an account with this number. Log in, or use another number.", rejected.ErrorOf("Input_Identifier"));
        var asked = await own.NewVisitor().RequestCodeAsync("/login-with-magic-link", user.Email);
        Assert.Contains("This service is not sending codes at the moment.", asked.Text);
    }
}
