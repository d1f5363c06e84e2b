using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using AltogicAuth.Backend.Testing;
using AltogicAuth.Messages;
using AltogicAuth.Tests.App;

namespace AltogicAuth.Tests.Pages;

public sealed class RegisterTests(TestApp app)
{
    [Fact]
    public async Task Registering_and_opening_the_mailed_link_lands_on_the_profile()
    {
        var user = TestUser.New("Grace Hopper");
        var visitor = app.NewVisitor();

        var registered = await visitor.RegisterAsync(user);
        Assert.Equal(HttpStatusCode.SeeOther, registered.Status);
        Assert.Equal("/check-your-mail", registered.Location);
        var checkMail = await visitor.FollowAsync(registered);
        Assert.Contains(user.Email, checkMail.Text);

        var mail = await app.ReadMailAsync(user.Email, "email-confirm");
        var profile = await visitor.OpenToTheEndAsync(mail.Link);

        Assert.Equal("/profile", profile.Address);
        Assert.Equal("Your email address is confirmed, and you are logged in.", profile.Notice);
        Assert.Contains("Grace Hopper", profile.Text);
        Assert.Contains(user.Email, profile.Text);
    }

    [Theory]
    [InlineData("", "Enter your name.")]
    [InlineData("   ", "Enter your name.")]
    [InlineData("\u200B\u200B", "Enter your name.")]
    [InlineData("\u2800\u3164", "Enter your name.")]
    [InlineData("\u202E\u2069", "Enter your name.")]
    public async Task Missing_name_is_rejected(string name, string message)
    {
        var page = await app.NewVisitor().RegisterAsync(TestUser.New() with { Name = name });

        Assert.Equal(HttpStatusCode.UnprocessableEntity, page.Status);
        Assert.Equal(message, page.ErrorOf("Input_Name"));
    }

    [Fact]
    public async Task Name_over_100_characters_is_rejected_with_the_form_kept()
    {
        var user = TestUser.New(new string('ö', 101));
        var visitor = app.NewVisitor();

        var rejected = await visitor.RegisterAsync(user);
        Assert.Equal("A name can be up to 100 characters.", rejected.ErrorOf("Input_Name"));
        Assert.Equal(user.Email, rejected.ValueOf("Input_Identifier"));
        Assert.Equal(user.Name, rejected.ValueOf("Input_Name"));
        Assert.Equal("", rejected.ValueOf("Input_Password"));

        var taken = await visitor.RegisterAsync(user with { Name = user.Name[..100] });
        Assert.Equal("/check-your-mail", taken.Location);
    }

    [Theory]
    [InlineData(100, "👩‍🚀")]
    [InlineData(60, "😀")]
    [InlineData(100, "e\u0301")]
    public async Task What_is_seen_as_one_character_counts_as_one(int count, string character)
    {
        var name = string.Concat(Enumerable.Repeat(character, count));
        var visitor = app.NewVisitor();

        Assert.Equal("/check-your-mail", (await visitor.RegisterAsync(TestUser.New(name))).Location);
        var rejected = await visitor.RegisterAsync(TestUser.New(name + string.Concat(Enumerable.Repeat(character, 101 - count))));
        Assert.Equal("A name can be up to 100 characters.", rejected.ErrorOf("Input_Name"));
    }

    [Fact]
    public async Task A_letter_below_a_tower_of_accents_is_no_name()
    {
        var page = await app.NewVisitor().RegisterAsync(TestUser.New("e" + new string('\u0301', 2000)));

        Assert.Equal("A name can be up to 100 characters.", page.ErrorOf("Input_Name"));
    }

    [Fact]
    public async Task Registration_without_confirmation_keeps_the_return_url()
    {
        await using var own = new TestApp { Settings = { ["Backend:EmailConfirmation"] = "false" } };

        var registered = await own.NewVisitor().RegisterAsync(TestUser.New(), "/register?returnUrl=%2Fprofile%2Fpassword");

        Assert.Equal("/profile/password", registered.Location);
    }

    [Theory]
    [InlineData(7, "A password needs 8 characters or more.")]
    [InlineData(51, "A password can be up to 50 characters.")]
    [InlineData(10_000, "A password can be up to 50 characters.")]
    public async Task Password_outside_8_to_50_characters_is_rejected(int length, string message)
    {
        var password = string.Concat(Enumerable.Range(0, length).Select(i => (char)('a' + i * 7 % 26)));

        var page = await app.NewVisitor().RegisterAsync(TestUser.New() with { Password = password });

        Assert.Equal(HttpStatusCode.UnprocessableEntity, page.Status);
        Assert.Equal(message, page.ErrorOf("Input_Password"));
        Assert.DoesNotContain(password, page.Html);
    }

    [Fact]
    public async Task Password_fields_state_their_limits_and_carry_no_maxlength()
    {
        var page = await app.NewVisitor().OpenAsync("/register");

        Assert.Contains("8 to 50", page.Document.QuerySelector("#Input_Password-hint")!.TextContent);
        Assert.Null(page.Document.QuerySelector("#Input_Password")!.GetAttribute("maxlength"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("ann")]
    [InlineData("ann@")]
    [InlineData("@example.test")]
    [InlineData("ann@exa mple.test")]
    [InlineData("ann@example.test\r\nBcc: all@example.test")]
    public async Task Invalid_address_is_rejected(string email)
    {
        var page = await app.NewVisitor().RegisterAsync(TestUser.New() with { Email = email });

        Assert.Equal(HttpStatusCode.UnprocessableEntity, page.Status);
        Assert.NotNull(page.ErrorOf("Input_Identifier"));
    }

    [Fact]
    public async Task Address_is_compared_without_case_and_spaces()
    {
        var user = TestUser.New();
        var plus = user.Email.Replace("@", "+tag@");
        var visitor = app.NewVisitor();

        await visitor.RegisterAsync(user with { Email = $"  {plus.ToUpperInvariant()}  " });
        await visitor.OpenToTheEndAsync((await app.ReadMailAsync(plus, "email-confirm")).Link);

        var other = app.NewVisitor();
        var profile = await other.LogInAsync(user with { Email = $" {plus} " });
        Assert.Contains(plus, profile.Text);
        await app.NewVisitor().AskForMagicLinkAsync(plus);
        Assert.NotNull(await app.ReadMailAsync(plus, "magic-link"));
    }

    [Theory]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("Zoë 👩‍🚀 O'Neil \"Z\"")]
    [InlineData("مها الأحمد")]
    public async Task Names_of_every_script_are_shown_as_text(string name)
    {
        var (visitor, _) = await app.NewLoggedInAsync(name);

        var profile = await visitor.OpenAsync("/profile");

        Assert.Equal(name, profile.Document.QuerySelector("#name")!.TextContent);
        Assert.DoesNotContain(profile.Document.Scripts, script => script.TextContent.Contains("alert"));
    }

    [Theory]
    [InlineData("Ada\r\nLovelace", "Ada Lovelace")]
    [InlineData("Ada\u2028Lovelace\u2029", "Ada Lovelace")]
    [InlineData("\u202Eada\u202C \u2066Lovelace\u2069", "ada Lovelace")]
    [InlineData("Ada \u200Eעדה\u200F", "Ada \u200Eעדה\u200F")]
    public async Task Name_is_one_line_in_its_own_direction(string name, string shown)
    {
        // Stored by another client, and then typed here.
        var (visitor, user) = await app.NewLoggedInAsync(name);
        var profile = await visitor.OpenAsync("/profile");
        Assert.Equal(shown, profile.Document.QuerySelector("#name > bdi")!.TextContent);
        Assert.Equal(shown, profile.ValueOf("NameForm_Name"));
        Assert.Equal(shown[..1].ToUpperInvariant(), profile.Document.QuerySelector(".initials text")!.TextContent[..1]);

        await visitor.SubmitAsync(profile, "form[action$='handler=Name']", ("Name", name));

        using var client = app.CreateBareClient();
        client.DefaultRequestHeaders.Add("X-Client-Key", "local-client-key");
        var stored = await client.PostAsJsonAsync("/e:local/_api/rest/v1/auth/signin-email", new { user.Email, user.Password }, TestContext.Current.CancellationToken);
        Assert.Equal(shown, (string?)JsonNode.Parse(await stored.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!["user"]!["name"]);
    }

    [Fact]
    public async Task Taken_address_looks_free_and_mails_its_owner()
    {
        var owner = await app.NewUserAsync();
        var free = TestUser.New();

        var visitor = app.NewVisitor();
        var taken = await visitor.RegisterAsync(owner with { Password = "somebody else's" });
        var fresh = await app.NewVisitor().RegisterAsync(free);

        Assert.Equal((fresh.Status, fresh.Location), (taken.Status, taken.Location));
        Assert.NotNull(await app.ReadMailAsync(owner.Email, "magic-link"));
        var checkMail = await visitor.FollowAsync(taken);
        Assert.DoesNotContain("already", checkMail.Text);
    }

    [Fact]
    public async Task Registration_takes_the_minimum_duration_for_every_address()
    {
        await using var padding = new TestApp { PadsResponses = true };
        var taken = await padding.NewUserAsync();
        var unconfirmed = await padding.NewUnconfirmedUserAsync();
        foreach (var user in (TestUser[])[TestUser.New(), taken, unconfirmed])
        {
            var visitor = padding.NewVisitor();
            var form = await visitor.OpenAsync("/register");
            var started = Stopwatch.GetTimestamp();

            await visitor.SubmitAsync(form, "main form", ("Name", user.Name), ("Identifier", user.Email), ("Password", "a fine long phrase"));

            Assert.True(Stopwatch.GetElapsedTime(started) > 0.9 * ResponsePadding.MinimumDuration);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(500)] // the call of the one that came first arrives last
    public async Task Concurrent_submissions_make_one_user_and_one_mail(int delayOfTheFirst)
    {
        await using var app = new TestApp();
        app.Faults.Add(new Fault("auth/signup-email", FaultKind.Latency, Milliseconds: delayOfTheFirst, Times: 1));
        var user = TestUser.New();
        var visitor = app.NewVisitor();
        var form = await visitor.OpenAsync("/register");
        (string, string?)[] typed = [("Name", user.Name), ("Identifier", user.Email), ("Password", user.Password)];

        var responses = await Task.WhenAll(visitor.SubmitAsync(form, "main form", typed), visitor.SubmitAsync(form, "main form", typed));

        Assert.All(responses, response => Assert.Equal("/check-your-mail", response.Location));
        Assert.Single(await app.MailsToAsync(user.Email));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(500)]
    public async Task Concurrent_submissions_without_confirmation_both_sign_in(int delayOfTheFirst)
    {
        await using var app = new TestApp { Settings = { ["Backend:EmailConfirmation"] = "false" } };
        app.Faults.Add(new Fault("auth/signup-email", FaultKind.Latency, Milliseconds: delayOfTheFirst, Times: 1));
        var user = TestUser.New();
        var visitor = app.NewVisitor();
        var form = await visitor.OpenAsync("/register");
        (string, string?)[] typed = [("Name", user.Name), ("Identifier", user.Email), ("Password", user.Password)];

        var responses = await Task.WhenAll(visitor.SubmitAsync(form, "main form", typed), visitor.SubmitAsync(form, "main form", typed));

        Assert.All(responses, response => Assert.Equal("/profile", response.Location));
        Assert.Contains(user.Email, (await visitor.OpenAsync("/profile")).Text);
    }

    [Fact]
    public async Task Submission_after_a_lost_response_signs_in()
    {
        await using var app = new TestApp { Settings = { ["Backend:EmailConfirmation"] = "false" } };
        var user = TestUser.New();
        var visitor = app.NewVisitor();
        var form = await visitor.OpenAsync("/register");
        await SubmitAsync(visitor, form, user);
        visitor.SetCookie("__Host-session", "");

        var again = await SubmitAsync(visitor, form, user);

        Assert.Equal("/profile", again.Location);
        Assert.Contains(user.Email, (await visitor.OpenAsync("/profile")).Text);
    }

    [Fact]
    public async Task Submission_after_a_lost_response_leaves_the_password_confirmed()
    {
        var user = TestUser.New();
        var visitor = app.NewVisitor();
        var form = await visitor.OpenAsync("/register");
        await SubmitAsync(visitor, form, user);

        Assert.Equal("/check-your-mail", (await SubmitAsync(visitor, form, user)).Location);

        Assert.Equal("/profile", (await visitor.OpenToTheEndAsync((await app.ReadMailAsync(user.Email, "email-confirm")).Link)).Address);
        Assert.Single(await app.MailsToAsync(user.Email));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Registering_with_the_password_of_an_account_signs_nobody_in(bool confirms)
    {
        await using var app = new TestApp { Settings = { ["Backend:EmailConfirmation"] = $"{confirms}" } };
        var owner = confirms ? await app.NewUserAsync() : await app.NewUnconfirmedUserAsync();
        var guesser = app.NewVisitor();

        for (var press = 0; press < 3; press++)
        {
            var response = await guesser.RegisterAsync(owner);

            Assert.NotEqual("/profile", response.Location);
            Assert.Null(guesser.Cookie("__Host-session"));
        }
    }

    [Fact]
    public async Task Another_form_with_the_same_password_signs_nobody_in()
    {
        await using var app = new TestApp { Settings = { ["Backend:EmailConfirmation"] = "false" } };
        var user = TestUser.New();
        var owner = app.NewVisitor();
        await owner.RegisterAsync(user);
        var guesser = app.NewVisitor();

        var right = await guesser.RegisterAsync(user);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, right.Status);
        Assert.Null(guesser.Cookie("__Host-session"));
        Assert.Single((await owner.OpenAsync("/profile")).Document.QuerySelectorAll(".session"));
    }

    [Fact]
    public async Task Another_password_in_the_same_form_signs_nobody_in()
    {
        await using var app = new TestApp { Settings = { ["Backend:EmailConfirmation"] = "false" } };
        var user = TestUser.New();
        var visitor = app.NewVisitor();
        var form = await visitor.OpenAsync("/register");
        await SubmitAsync(visitor, form, user);
        visitor.SetCookie("__Host-session", "");

        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await SubmitAsync(visitor, form, user with { Password = "not the password" })).Status);
    }

    [Fact]
    public async Task Passwords_tried_by_registration_count_as_sign_ins()
    {
        await using var app = new TestApp { Settings = { ["Backend:EmailConfirmation"] = "false", ["RateLimits:Enabled"] = "true" } };
        var user = await app.NewUnconfirmedUserAsync();
        var guesser = app.NewVisitor();
        var form = await guesser.OpenAsync("/register");
        for (var guess = 0; guess < 5; guess++)
        {
            await SubmitAsync(guesser, form, user with { Password = $"a wrong guess {guess}" });
        }

        Assert.Equal(HttpStatusCode.TooManyRequests, (await guesser.TryLogInAsync(user.Email, user.Password)).Status);
    }

    [Fact]
    public async Task Taken_address_without_a_sign_in_permit_is_plainly_rejected()
    {
        await using var app = new TestApp { Settings = { ["Backend:EmailConfirmation"] = "false", ["RateLimits:Enabled"] = "true" } };
        var user = TestUser.New();
        var visitor = app.NewVisitor();
        var form = await visitor.OpenAsync("/register");
        await SubmitAsync(visitor, form, user);
        visitor.SetCookie("__Host-session", "");
        for (var attempt = 0; attempt < 5; attempt++)
        {
            await visitor.TryLogInAsync(user.Email, "not the password");
        }

        var rejected = await SubmitAsync(visitor, form, user);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, rejected.Status);
        Assert.StartsWith("There is already an account with this address.", rejected.ErrorOf("Input_Identifier"));
    }

    [Fact]
    public async Task Cookie_length_does_not_reveal_a_taken_address()
    {
        var owner = await app.NewUserAsync();

        var taken = await app.NewVisitor().RegisterAsync(owner with { Password = "somebody else's" });
        var free = await app.NewVisitor().RegisterAsync(TestUser.New());

        Assert.Equal(LengthsOf(free), LengthsOf(taken));
    }

    [Fact]
    public async Task Only_name_address_and_password_are_bound()
    {
        var user = TestUser.New();
        var visitor = app.NewVisitor();
        var form = await visitor.OpenAsync("/register");

        await visitor.SubmitAsync(form, "main form",
            ("Name", user.Name), ("Identifier", user.Email), ("Password", user.Password),
            ("Input.EmailVerified", "true"), ("emailVerified", "true"), ("provider", "google"), ("_id", "0123456789abcdef01234567"));

        Assert.Equal(HttpStatusCode.Unauthorized, (await visitor.TryLogInAsync(user.Email, user.Password)).Status);
    }

    [Theory]
    [InlineData("password")]
    [InlineData("altogic123")]
    [InlineData("ada lovelace")]
    public async Task Common_passwords_are_rejected(string password)
    {
        var page = await app.NewVisitor().RegisterAsync(TestUser.New() with { Password = password });

        Assert.Equal(HttpStatusCode.UnprocessableEntity, page.Status);
        Assert.NotNull(page.ErrorOf("Input_Password"));
    }

    private static Task<Page> SubmitAsync(Visitor visitor, Page form, TestUser user) =>
        visitor.SubmitAsync(form, "main form", ("Name", user.Name), ("Identifier", user.Email), ("Password", user.Password));

    private static IEnumerable<int> LengthsOf(Page page) => page.SetCookies.Select(cookie => cookie.Split(';')[0].Length);
}
