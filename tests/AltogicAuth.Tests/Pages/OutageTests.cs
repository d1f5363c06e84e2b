using System.Net;
using AltogicAuth.Backend.Testing;
using AltogicAuth.Tests.App;

namespace AltogicAuth.Tests.Pages;

/// <summary>What a visitor sees when the backend fails, one fault and one form at a time.</summary>
public sealed class OutageTests
{
    public static TheoryData<FaultKind> Faults =>
    [
        FaultKind.Status, FaultKind.Html, FaultKind.Empty, FaultKind.Malformed, FaultKind.WrongShape, FaultKind.Deep,
        FaultKind.Drop, FaultKind.Cut, FaultKind.Oversized, FaultKind.Redirect,
    ];

    [Theory, MemberData(nameof(Faults))]
    public async Task Unavailable_profile_keeps_the_user_signed_in(FaultKind fault)
    {
        await using var app = new TestApp();
        var (visitor, _) = await app.NewLoggedInAsync();
        app.Faults.Add(new Fault("auth/user", fault));

        var page = await visitor.OpenAsync("/profile");

        AssertUnavailable(page);
        Assert.Equal("Please try again in a minute", page.Heading);
        app.Faults.Clear();
        Assert.Equal(HttpStatusCode.OK, (await visitor.OpenAsync("/profile")).Status);
    }

    [Theory]
    [InlineData("auth/user", FaultKind.Html, 403)] // a firewall's page
    [InlineData("auth/user", FaultKind.Html, 404)]
    [InlineData("auth/user", FaultKind.Empty, 401)]
    [InlineData("auth/user", FaultKind.Status, 401)] // a changed client key
    [InlineData("auth/user", FaultKind.Status, 408)]
    [InlineData("auth/sessions", FaultKind.Status, 403)]
    public async Task Unexpected_rejection_keeps_the_user_signed_in(string endpoint, FaultKind fault, int status)
    {
        await using var app = new TestApp();
        var (visitor, _) = await app.NewLoggedInAsync();
        app.Faults.Add(new Fault(endpoint, fault, Status: status));

        var page = await visitor.OpenAsync("/profile");

        Assert.Equal(HttpStatusCode.InternalServerError, page.Status);
        Assert.NotNull(page.Document.QuerySelector("code"));

        app.Faults.Clear();
        Assert.Equal(HttpStatusCode.OK, (await visitor.OpenAsync("/profile")).Status);
    }

    [Theory, MemberData(nameof(Faults))]
    public async Task Unavailable_login_keeps_what_was_typed(FaultKind fault)
    {
        await using var app = new TestApp();
        var user = await app.NewUserAsync();
        app.Faults.Add(new Fault("auth/signin-email", fault));
        app.Faults.ClearCalls();

        var page = await app.NewVisitor().TryLogInAsync(user.Email, user.Password);

        AssertUnavailable(page);
        Assert.Equal(user.Email, page.ValueOf("Input_Identifier"));
        Assert.Equal("", page.ValueOf("Input_Password"));
        Assert.Contains("Nothing is lost: please try again in a minute. You'll need to enter passwords and choose files again.", page.Text);
        Assert.DoesNotContain(user.Password, page.Html);
        Assert.Single(app.Faults.Calls);
    }

    [Fact]
    public async Task Every_form_survives_an_outage()
    {
        await using var app = new TestApp();
        var (visitor, user) = await app.NewLoggedInAsync();
        var stranger = app.NewVisitor();
        var forms = new (Visitor Who, string Address, string Form, (string, string?)[] Typed, string? Kept)[]
        {
            (stranger, "/register", "main form", [("Name", "Zoë"), ("Identifier", "zoe@example.test"), ("Password", "a fine long phrase")], "Input_Identifier"),
            (stranger, "/login-with-magic-link", "main form", [("Identifier", user.Email)], "Input_Identifier"),
            (stranger, "/forgot-password", "main form", [("Identifier", user.Email)], "Input_Identifier"),
            (stranger, "/resend-verification", "main form", [("Identifier", user.Email)], "Input_Identifier"),
            (visitor, "/profile", "form[action$='handler=Name']", [("Name", "Ada King")], "NameForm_Name"),
            (visitor, "/profile/email", "main form", [("Email", "next@example.test"), ("CurrentPassword", user.Password)], "Input_Email"),
            (visitor, "/profile/password", "main form", [("CurrentPassword", user.Password), ("NewPassword", "a fine long phrase")], null),
            (visitor, "/profile/delete", "main form", [("Confirmation", user.Email)], "Input_Confirmation"),
        };
        foreach (var (who, address, selector, typed, kept) in forms)
        {
            var form = await who.OpenAsync(address);
            app.Faults.Add(new Fault("*", FaultKind.Status));

            var page = await who.SubmitAsync(form, selector, typed);

            AssertUnavailable(page);
            Assert.Contains("try again in a minute", page.Text);
            if (kept is not null)
            {
                Assert.Equal(typed.First(field => kept.EndsWith(field.Item1, StringComparison.Ordinal)).Item2, page.ValueOf(kept));
            }

            app.Faults.Clear();
            app.Clock.Advance(TimeSpan.FromSeconds(11));
        }

        Assert.Equal(HttpStatusCode.OK, (await visitor.OpenAsync("/profile")).Status);
    }

    [Fact]
    public async Task Logging_out_works_here_while_the_backend_is_away()
    {
        await using var app = new TestApp();
        var (visitor, _) = await app.NewLoggedInAsync();
        var profile = await visitor.OpenAsync("/profile");
        app.Faults.Add(new Fault("auth/signout", FaultKind.Drop));

        var loggedOut = await visitor.FollowAsync(await visitor.SubmitAsync(profile, "form[action='/logout']"));

        Assert.StartsWith("You have been logged out here.", loggedOut.Notice);
        Assert.Null(visitor.Cookie("__Host-session"));
    }

    [Fact]
    public async Task Reads_are_tried_again_and_changes_are_not()
    {
        await using var app = new TestApp();
        var (visitor, _) = await app.NewLoggedInAsync();
        app.Faults.Add(new Fault("auth/user", FaultKind.Status, Times: 2));

        Assert.Equal(HttpStatusCode.OK, (await visitor.OpenAsync("/profile")).Status);

        var form = await visitor.OpenAsync("/profile");
        app.Faults.Add(new Fault("object/update", FaultKind.Status, Times: 1));
        app.Faults.ClearCalls();
        AssertUnavailable(await visitor.SubmitAsync(form, "form[action$='handler=Name']", ("Name", "Ada King")));
        Assert.Single(app.Faults.Calls, call => call.EndsWith("object/update", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Many_failures_open_the_circuit_and_time_closes_it()
    {
        await using var app = new TestApp();
        var user = await app.NewUserAsync();
        app.Faults.Add(new Fault("*", FaultKind.Status));
        for (var i = 0; i < 12; i++)
        {
            AssertUnavailable(await app.NewVisitor().TryLogInAsync(user.Email, user.Password));
        }

        app.Faults.Clear();
        app.Faults.ClearCalls();
        AssertUnavailable(await app.NewVisitor().TryLogInAsync(user.Email, user.Password));
        Assert.Empty(app.Faults.Calls);

        app.Clock.Advance(TimeSpan.FromSeconds(6));
        Assert.Equal(HttpStatusCode.SeeOther, (await app.NewVisitor().TryLogInAsync(user.Email, user.Password)).Status);
    }

    [Fact]
    public async Task Limit_of_the_backend_is_shown_like_a_limit_of_the_app()
    {
        await using var app = new TestApp();
        var user = await app.NewUserAsync();
        app.Faults.Add(new Fault("auth/signin-email", FaultKind.Status, Status: 429, Code: "rate_limit_exceeded", RetryAfter: 77));

        var page = await app.NewVisitor().TryLogInAsync(user.Email, user.Password);

        Assert.Equal((HttpStatusCode.TooManyRequests, "77"), (page.Status, page.Header("Retry-After")));
        Assert.Contains("Try again in 77 seconds.", page.Text);
        Assert.StartsWith("Too many attempts in a short time. You'll need to enter passwords and choose files again.",
            page.Document.QuerySelector(".error-summary p")!.TextContent.Trim());
        Assert.Equal(user.Email, page.ValueOf("Input_Identifier"));
        Assert.Single(app.Log.Of(1011));
        Assert.Empty(app.Log.Of(2005));
    }

    [Fact]
    public async Task Limit_of_the_backend_on_a_get_is_not_shown_as_an_outage()
    {
        await using var app = new TestApp();
        var (visitor, _) = await app.NewLoggedInAsync();
        app.Faults.Add(new Fault("auth/sessions", FaultKind.Status, Status: 429, Code: "rate_limit_exceeded", RetryAfter: 77));

        var page = await visitor.OpenAsync("/profile");

        Assert.Equal((HttpStatusCode.TooManyRequests, "77"), (page.Status, page.Header("Retry-After")));
        Assert.Contains("Try again in 77 seconds.", page.Text);
        Assert.Equal("Too many attempts", page.Heading);
        Assert.Empty(app.Log.Of(2005));
    }

    [Theory]
    [InlineData(77, "77")]
    [InlineData(600, "600")]
    [InlineData(3_600, "900")]
    public async Task Retry_after_of_the_backend_is_passed_on(int asked, string passedOn)
    {
        await using var app = new TestApp();
        var user = await app.NewUserAsync();
        app.Faults.Add(new Fault("auth/signin-email", FaultKind.Status, Status: 429, RetryAfter: asked));

        var page = await app.NewVisitor().TryLogInAsync(user.Email, user.Password);

        Assert.Equal(passedOn, page.Header("Retry-After"));
    }

    [Fact]
    public async Task A_link_opened_during_an_outage_can_be_finished_afterwards()
    {
        await using var app = new TestApp();
        var user = await app.NewUserAsync();
        var visitor = app.NewVisitor();
        await visitor.AskForMagicLinkAsync(user.Email);
        var mail = await app.ReadMailAsync(user.Email, "magic-link");
        app.Faults.Add(new Fault("auth/grant", FaultKind.Status));
        app.Faults.ClearCalls();

        var failed = await visitor.OpenToTheEndAsync(mail.Link);
        AssertUnavailable(failed);
        Assert.Single(app.Faults.Calls);
        Assert.StartsWith("Responded 503 on \"/AuthRedirect\"", Assert.Single(app.Log.Of(2005)).RenderMessage(null), StringComparison.Ordinal);
        Assert.DoesNotContain("access_token", failed.Html);

        app.Faults.Clear();
        Assert.Equal("/profile", (await visitor.SubmitAsync(failed, "main form")).Location);
    }

    [Fact]
    public async Task Slow_calls_of_a_page_share_one_timeout()
    {
        // Deleting makes seven calls in a row: each is quick enough, all of them are not.
        await using var app = new TestApp { Clock = new TestClock { Runs = true }, Settings = { ["Altogic:TotalTimeout"] = "00:00:10" } };
        var (visitor, _) = await app.NewLoggedInAsync();
        var form = await visitor.OpenAsync("/profile/delete");
        app.Faults.Add(new Fault("*", FaultKind.Latency, Milliseconds: 4_000));

        AssertUnavailable(await visitor.DeleteAccountAsync(form));

        app.Faults.Clear();
        Assert.Equal("/farewell", (await visitor.DeleteAccountAsync(await visitor.OpenAsync("/profile/delete"))).Location);
    }

    [Theory]
    [InlineData(FaultKind.Status, "Altogic responded with status 503.")]
    [InlineData(FaultKind.Drop, "Altogic could not be reached.")]
    [InlineData(FaultKind.Malformed, "Altogic's response could not be read.")]
    public async Task Outage_is_logged_once_with_page_and_cause(FaultKind fault, string problem)
    {
        await using var app = new TestApp();
        var (visitor, user) = await app.NewLoggedInAsync();
        app.Faults.Add(new Fault("*", fault));

        AssertUnavailable(await visitor.OpenAsync("/profile"));
        Assert.StartsWith($"Responded 503 on \"/Profile/Index\": \"{problem}\"", Assert.Single(app.Log.Of(2005)).RenderMessage(null), StringComparison.Ordinal);

        AssertUnavailable(await app.NewVisitor().TryLogInAsync(user.Email, user.Password));
        Assert.StartsWith("Responded 503 on \"/Login\"", Assert.Single(app.Log.Of(2005).Skip(1)).RenderMessage(null), StringComparison.Ordinal);
    }

    private static void AssertUnavailable(Page page)
    {
        Assert.Equal(HttpStatusCode.ServiceUnavailable, page.Status);
        Assert.NotNull(page.Header("Retry-After"));
        Assert.Equal("no-store", page.Header("Cache-Control"));
        Assert.NotNull(page.Header("Content-Security-Policy"));
        Assert.NotNull(page.Document.QuerySelector("main h1"));
        Assert.DoesNotContain(page.SetCookies, cookie => cookie.StartsWith("__Host-session=", StringComparison.Ordinal));
    }
}
