using System.Globalization;
using System.Net;
using AltogicAuth.Backend.Testing;
using AltogicAuth.Tests.App;
using AltogicAuth.Tests.Shared;
using AngleSharp.Dom;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace AltogicAuth.Tests.Pages;

public sealed class ProfileTests(TestApp app)
{
    private const string Firefox = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:132.0) Gecko/20100101 Firefox/132.0";
    private const string Phone = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.1 Mobile/15E148 Safari/604.1";
    private const string Tablet = "Mozilla/5.0 (iPad; CPU OS 17_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.1 Mobile/15E148 Safari/604.1";

    [Fact]
    public async Task The_profile_shows_name_address_and_the_visitors_own_browser()
    {
        var user = await app.NewUserAsync("Grace Hopper");
        var visitor = app.NewVisitor(Firefox);

        var profile = await visitor.LogInAsync(user);

        Assert.Equal("Grace Hopper", profile.Document.QuerySelector("#name")!.TextContent);
        Assert.Contains(user.Email, profile.Text);
        var row = Assert.Single(profile.Document.QuerySelectorAll(".session"));
        Assert.Contains("Firefox on Windows", string.Join(' ', row.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)));
        Assert.Contains("This session", row.TextContent);
        Assert.Equal("just now", row.QuerySelector("time")!.TextContent);
    }

    [Fact]
    public async Task Sessions_are_listed_current_first_then_newest()
    {
        await using var own = new TestApp();
        var (visitor, user) = await own.NewLoggedInAsync();
        own.Clock.Advance(TimeSpan.FromHours(25));
        foreach (var (agent, hoursAgo) in new[] { ("curl/8.5.0", 0.05), (Phone, 4.2), (Tablet, 1.6) })
        {
            own.Faults.ClockOffset = TimeSpan.FromHours(-hoursAgo);
            await own.NewVisitor(agent).LogInAsync(user);
        }

        own.Faults.ClockOffset = TimeSpan.Zero;
        var profile = await visitor.OpenAsync("/profile");

        Assert.Equal(
            [
                "Chrome on Linux This session Computer · logged in 1 day ago",
                "curl Program · logged in 3 minutes ago",
                "Mobile Safari on iOS Tablet · logged in 1 hour ago",
                "Mobile Safari on iOS Phone · logged in 4 hours ago",
            ],
            profile.Document.QuerySelectorAll(".session").Select(row => WordsOf(row, ".session-name, summary")));
        Assert.Equal(["computer", "program", "tablet", "phone"], profile.Document.QuerySelectorAll(".session > .icon").Select(icon => icon.ClassList[1]["icon-".Length..]));
    }

    [Fact]
    public async Task Session_shows_when_and_where_it_was_last_used()
    {
        await using var own = new TestApp { Wire = services => services.AddSingleton<IStartupFilter>(new Peer("203.0.113.7")) };
        var (phone, user) = await own.NewLoggedInAsync();
        own.Clock.Advance(TimeSpan.FromHours(3));
        await phone.OpenAsync("/profile");
        own.Clock.Advance(TimeSpan.FromHours(2));
        var visitor = own.NewVisitor(Firefox);
        await visitor.LogInAsync(user);

        var profile = await visitor.OpenAsync("/profile");

        Assert.Equal(
            [
                "Firefox on Windows This session Computer · logged in just now · 203.0.113.0",
                "Chrome on Linux Computer · last active 2 hours ago · 203.0.113.0",
            ],
            profile.Document.QuerySelectorAll(".session").Select(row => WordsOf(row, ".session-name, summary")));
    }

    [Fact]
    public async Task Session_shows_its_exact_times_on_demand()
    {
        await using var own = new TestApp { Wire = services => services.AddSingleton<IStartupFilter>(new Peer("203.0.113.7")) };
        var (visitor, _) = await own.NewLoggedInAsync();
        var began = own.Clock.GetUtcNow();
        own.Clock.Advance(TimeSpan.FromHours(3));

        var details = (await visitor.OpenAsync("/profile")).Document.QuerySelector(".session details")!;

        Assert.False(details.HasAttribute("open"));
        Assert.Equal(["Logged in", "Last active", "Network"], details.QuerySelectorAll("dt").Select(term => term.TextContent));
        Assert.Equal(
            (began.UtcDateTime.ToString("f", CultureInfo.GetCultureInfo("en")) + " UTC", "203.0.113.0"),
            (details.QuerySelector("dd")!.TextContent, details.QuerySelectorAll("dd").Last().TextContent));
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("::1")]
    public async Task Session_from_the_same_machine_shows_no_network(string address)
    {
        await using var own = new TestApp { Wire = services => services.AddSingleton<IStartupFilter>(new Peer(address)) };
        var (visitor, _) = await own.NewLoggedInAsync();
        own.Clock.Advance(TimeSpan.FromHours(3));

        var row = (await visitor.OpenAsync("/profile")).Document.QuerySelector(".session")!;

        Assert.Equal("Chrome on Linux This session Computer · logged in 3 hours ago", WordsOf(row, ".session-name, summary"));
        Assert.Equal(["Logged in", "Last active"], row.QuerySelectorAll("dt").Select(term => term.TextContent));
    }

    [Theory]
    [InlineData(10, 0)]
    [InlineData(12, 2)]
    public async Task More_than_ten_sessions_are_folded(int sessions, int folded)
    {
        await using var own = new TestApp();
        var (visitor, user) = await own.NewLoggedInAsync();
        for (var i = 1; i < sessions; i++)
        {
            await own.NewVisitor().LogInAsync(user);
        }

        var profile = await visitor.OpenAsync("/profile");

        Assert.Equal(sessions, profile.Document.QuerySelectorAll(".session").Length);
        Assert.Equal(folded, profile.Document.QuerySelectorAll("#more-sessions .session").Length);
        Assert.Equal(folded > 0 ? $"{folded} more" : null, profile.Document.QuerySelector("#more-sessions > summary")?.TextContent);
    }

    [Fact]
    public async Task A_program_reads_when_a_session_began()
    {
        await using var own = new TestApp();
        var user = await own.NewUserAsync();
        var visitor = own.NewVisitor();
        own.Clock.Advance(TimeSpan.FromHours(2));
        var began = own.Clock.GetUtcNow();
        await visitor.LogInAsync(user);
        own.Clock.Advance(TimeSpan.FromHours(25));

        var time = (await visitor.OpenAsync("/profile")).Document.QuerySelector(".session time")!.GetAttribute("datetime")!;

        Assert.EndsWith("Z", time);
        Assert.Equal(began, DateTimeOffset.Parse(time, CultureInfo.InvariantCulture), TimeSpan.FromMilliseconds(1));
    }

    [Fact]
    public async Task Only_the_name_is_bound_from_the_form()
    {
        var (visitor, user) = await app.NewLoggedInAsync();
        var profile = await visitor.OpenAsync("/profile");

        var saved = await visitor.FollowAsync(await visitor.SubmitAsync(profile, "form[action$='handler=Name']",
            ("Name", "Ada King"), ("NameForm.Email", "evil@example.test"), ("email", "evil@example.test"),
            ("emailVerified", "false"), ("provider", "evil"), ("_id", "0123456789abcdef01234567"), ("profilePicture", "https://evil.example/x.png")));

        Assert.Equal("Your name has been saved.", saved.Notice);
        Assert.Equal("Ada King", saved.Document.QuerySelector("#name")!.TextContent);
        Assert.Contains(user.Email, saved.Text);
        Assert.DoesNotContain("evil", saved.Html);
        Assert.Equal("/profile", (await app.NewVisitor().TryLogInAsync(user.Email, user.Password)).Location);
    }

    [Theory]
    [InlineData(0, "Enter your name.")]
    [InlineData(101, "A name can be up to 100 characters.")]
    [InlineData(10_000, "A name can be up to 100 characters.")]
    public async Task Name_outside_1_to_100_characters_is_rejected(int length, string message)
    {
        var (visitor, _) = await app.NewLoggedInAsync();
        var name = new string('n', length);

        var rejected = await visitor.SubmitAsync(await visitor.OpenAsync("/profile"), "form[action$='handler=Name']", ("Name", name));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, rejected.Status);
        Assert.Equal(message, rejected.ErrorOf("NameForm_Name"));
        Assert.Equal(name, rejected.ValueOf("NameForm_Name"));
    }

    [Fact]
    public async Task One_page_asks_for_user_and_sessions_side_by_side()
    {
        await using var own = new TestApp();
        var (visitor, _) = await own.NewLoggedInAsync();
        own.Faults.ClearCalls();

        await visitor.OpenAsync("/profile");

        Assert.Equal(["GET auth/sessions", "GET auth/user"], own.Faults.Calls.Order());
    }

    [Theory]
    [InlineData("auth/user", "GET auth/sessions")]
    [InlineData("auth/sessions", "GET auth/user")]
    public async Task Neither_user_nor_sessions_wait_for_the_other(string held, string other)
    {
        await using var own = new TestApp();
        var (visitor, _) = await own.NewLoggedInAsync();
        using var client = own.CreateBareClient();
        client.DefaultRequestHeaders.Add("Cookie", $"__Host-session={visitor.Cookie("__Host-session")}");
        own.Faults.ClearCalls();
        own.Faults.Add(new Fault(held, FaultKind.Latency, Milliseconds: 600_000));
        using var leaving = new CancellationTokenSource();

        var pending = client.GetAsync("/profile", leaving.Token);
        try
        {
            await Eventually.HappensAsync($"both calls while {held} is held",
                () => Task.FromResult(own.Faults.Calls.Contains(other) && own.Faults.Calls.Contains($"GET {held}")));
        }
        finally
        {
            await leaving.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => pending);
        }
    }

    [Fact]
    public async Task Handler_address_redirects_to_its_page()
    {
        var (visitor, _) = await app.NewLoggedInAsync();

        Assert.Equal("/profile", (await visitor.OpenAsync("/profile?handler=Name")).Location);
        Assert.Equal("/profile?sessions=2", (await visitor.OpenAsync("/profile?Handler=EndSession&sessions=2")).Location);
        Assert.Equal("/auth-redirect", (await visitor.OpenAsync("/auth-redirect?handler=Decline")).Location);
        Assert.Equal(HttpStatusCode.NotFound, (await visitor.OpenAsync("/profile?handler=Nope")).Status);
    }

    [Fact]
    public async Task Ending_another_session_logs_it_out()
    {
        var user = await app.NewUserAsync();
        var (here, there) = (app.NewVisitor(), app.NewVisitor(Firefox));
        await there.LogInAsync(user);
        var profile = await here.LogInAsync(user);
        Assert.Equal(2, profile.Document.QuerySelectorAll(".session").Length);
        Assert.Contains("This session", profile.Document.QuerySelector(".session")!.TextContent);

        var ended = await here.FollowAsync(await here.SubmitAsync(profile, "form[action*='handler=EndSession']"));

        Assert.Equal("The session has been ended.", ended.Notice);
        Assert.Single(ended.Document.QuerySelectorAll(".session"));
        Assert.Equal("/login?returnUrl=%2Fprofile", (await there.OpenAsync("/profile")).Location);
    }

    [Theory]
    [InlineData(403)]
    [InlineData(404)]
    public async Task Ending_an_ended_session_ends_nothing_else(int status)
    {
        await using var own = new TestApp();
        var (visitor, user) = await own.NewLoggedInAsync();
        await own.NewVisitor().LogInAsync(user);
        var profile = await visitor.OpenAsync("/profile");
        own.Faults.Add(new Fault("auth/signout", FaultKind.Status, Status: status, Code: "invalid_session_token"));

        var ended = await visitor.FollowAsync(await visitor.SubmitAsync(profile, "form[action*='handler=EndSession']"));

        Assert.Equal("/profile", ended.Address);
        Assert.Equal("The session has been ended.", ended.Notice);
    }

    [Fact]
    public async Task Ending_all_others_keeps_this_one()
    {
        var user = await app.NewUserAsync();
        var others = new[] { app.NewVisitor(), app.NewVisitor() };
        foreach (var other in others)
        {
            await other.LogInAsync(user);
        }

        var here = app.NewVisitor();
        var ended = await here.FollowAsync(await here.SubmitAsync(await here.LogInAsync(user), "form[action$='handler=EndOtherSessions']"));

        Assert.Equal("All your other sessions have been ended.", ended.Notice);
        Assert.Single(ended.Document.QuerySelectorAll(".session"));
        foreach (var other in others)
        {
            Assert.Equal("/login?returnUrl=%2Fprofile", (await other.OpenAsync("/profile")).Location);
        }
    }

    [Theory]
    [InlineData("/profile", "form[action$='handler=EndOtherSessions']", "signout-all-except")]
    [InlineData("/profile", "form[action*='handler=EndSession']", "auth/signout")]
    [InlineData("/profile/end-all-sessions", "main form", "auth/signout-all")]
    public async Task Rejected_sign_out_is_not_reported_as_done(string address, string form, string call)
    {
        await using var own = new TestApp();
        var (visitor, user) = await own.NewLoggedInAsync();
        var other = own.NewVisitor();
        await other.LogInAsync(user);
        var page = await visitor.OpenAsync(address);
        own.Faults.Add(new Fault(call, FaultKind.Status, Status: 403));

        var rejected = await visitor.SubmitAsync(page, form);

        Assert.Equal(HttpStatusCode.InternalServerError, rejected.Status);
        Assert.Equal(HttpStatusCode.OK, (await other.OpenAsync("/profile")).Status);
        Assert.Equal(HttpStatusCode.OK, (await visitor.OpenAsync("/profile")).Status);
    }

    [Fact]
    public async Task A_forged_id_ends_nobodys_session()
    {
        var (victim, victimUser) = await app.NewLoggedInAsync();
        var second = app.NewVisitor(Firefox);
        await second.LogInAsync(victimUser);
        var victimsRow = (await victim.OpenAsync("/profile")).Document.QuerySelector("input[name=id]")!.GetAttribute("value")!;
        var (attacker, _) = await app.NewLoggedInAsync();
        var profile = await attacker.OpenAsync("/profile");

        foreach (var id in new[] { victimsRow, "", "nonsense" })
        {
            var fields = profile.FieldsOf(profile.Form("form[action$='handler=Name']"));
            var response = await attacker.FollowAsync(await attacker.PostAsync("/profile?handler=EndSession", [.. fields, KeyValuePair.Create("id", id)]));
            Assert.Equal("That session had already ended.", response.Notice);
        }

        Assert.Equal(HttpStatusCode.OK, (await second.OpenAsync("/profile")).Status);
    }

    [Fact]
    public async Task No_session_token_reaches_a_page()
    {
        var user = await app.NewUserAsync();
        await app.NewVisitor(Firefox).LogInAsync(user);
        var visitor = app.NewVisitor();
        var profile = await visitor.LogInAsync(user);

        var tokens = await TokensOfAsync(app, user);

        Assert.Equal(3, tokens.Count);
        Assert.All(tokens, token => Assert.DoesNotContain(token, profile.Html));
        Assert.All(tokens, token => Assert.DoesNotContain(token, string.Join(' ', visitor.Cookies.GetAllCookies().Select(c => c.Value))));
    }

    [Fact]
    public async Task Ended_session_redirects_to_login_with_a_message()
    {
        var user = await app.NewUserAsync();
        var visitor = app.NewVisitor();
        await visitor.LogInAsync(user);
        var other = app.NewVisitor();
        await other.SubmitAsync(await other.LogInAsync(user), "form[action$='handler=EndOtherSessions']");

        var turnedAway = await visitor.OpenAsync("/profile/password");
        Assert.Equal("/login?returnUrl=%2Fprofile%2Fpassword", turnedAway.Location);
        Assert.Equal("\"cache\"", turnedAway.Header("Clear-Site-Data"));
        var login = await visitor.FollowAsync(turnedAway);

        Assert.Equal(HttpStatusCode.OK, login.Status);
        Assert.Equal("Your session has ended. Log in again to continue.", login.Notice);
        var back = await visitor.SubmitAsync(login, "main form", ("Identifier", user.Email), ("Password", user.Password));
        Assert.Equal("/profile/password", back.Location);
    }

    [Fact]
    public async Task Logging_out_ends_the_session_here_and_at_the_backend()
    {
        var user = await app.NewUserAsync();
        var visitor = app.NewVisitor();
        await visitor.LogInAsync(user);
        var copied = visitor.Cookie("__Host-session")!;

        var loggedOut = await visitor.LogOutAsync();
        Assert.Equal("/login", loggedOut.Location);
        Assert.Equal("\"cache\"", loggedOut.Header("Clear-Site-Data"));
        Assert.Equal("You have been logged out.", (await visitor.FollowAsync(loggedOut)).Notice);

        var thief = app.NewVisitor();
        thief.SetCookie("__Host-session", copied);
        Assert.Equal("/login?returnUrl=%2Fprofile", (await thief.OpenAsync("/profile")).Location);
    }

    [Theory]
    [InlineData("/logout", "/")]
    [InlineData("/api/logout", "/logout")]
    [InlineData("/api/update-user?name=Evil", "/profile")]
    [InlineData("/.well-known/change-password", "/profile/password")]
    public async Task Old_addresses_lead_on_and_change_nothing_by_get(string address, string target)
    {
        var (visitor, _) = await app.NewLoggedInAsync();

        Assert.Equal(target, (await visitor.OpenAsync(address)).Location);
        Assert.Equal(target, (await visitor.SendAsync(new HttpRequestMessage(HttpMethod.Head, address))).Location);
        Assert.Equal(HttpStatusCode.OK, (await visitor.OpenAsync("/profile")).Status);
        Assert.Contains("Ada Lovelace", (await visitor.OpenAsync("/profile")).Text);
    }

    [Theory]
    [InlineData("/profile?handler=Nope")]
    [InlineData("/login?handler=Nope")]
    [InlineData("/profile/photo?handler=Nope")]
    public async Task A_handler_that_does_not_exist_is_not_found(string address)
    {
        var (visitor, _) = await app.NewLoggedInAsync();
        var stranger = app.NewVisitor();
        var who = address.StartsWith("/login", StringComparison.Ordinal) ? stranger : visitor;
        var form = await who.OpenAsync(address.Split('?')[0]);

        Assert.Equal(HttpStatusCode.NotFound, (await who.OpenAsync(address)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await who.PostAsync(address, form.FieldsOf(form.Form("form")))).Status);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/farewell")]
    [InlineData("/error")]
    public async Task A_page_without_a_form_takes_no_post(string address)
    {
        var visitor = app.NewVisitor();
        var form = await visitor.OpenAsync("/login");

        var rejected = await visitor.PostAsync(address, form.FieldsOf(form.Form("main form")));

        Assert.Equal(HttpStatusCode.MethodNotAllowed, rejected.Status);
        Assert.Equal("GET, HEAD", rejected.Header("Allow"));
        Assert.Equal("That action isn't available here", rejected.Heading);
    }

    [Fact]
    public async Task More_than_50_sessions_come_in_pages()
    {
        var user = await app.NewUserAsync();
        for (var i = 0; i < 51; i++)
        {
            await app.NewVisitor().TryLogInAsync(user.Email, user.Password);
        }

        var visitor = app.NewVisitor();
        var first = await visitor.LogInAsync(user);
        Assert.Equal(50, first.Document.QuerySelectorAll(".session").Length);
        Assert.Contains("This session", first.Document.QuerySelector(".session")!.TextContent);

        var second = await visitor.OpenAsync(first.Document.QuerySelector("a[rel=next]")!.GetAttribute("href")!);
        Assert.Equal(2, second.Document.QuerySelectorAll(".session").Length);
        Assert.Equal(HttpStatusCode.OK, (await visitor.OpenAsync("/profile?sessions=-9")).Status);
        Assert.Equal(HttpStatusCode.OK, (await visitor.OpenAsync("/profile?sessions=x")).Status);

        var ended = await visitor.SubmitAsync(second, "form[action*='handler=EndSession']");
        Assert.Equal("/profile?sessions=2", ended.Location);
        Assert.Single((await visitor.FollowAsync(ended)).Document.QuerySelectorAll(".session"));
    }

    [Fact]
    public async Task Concurrent_users_see_only_their_own_profile()
    {
        await using var own = new TestApp();
        var people = new List<(Visitor Visitor, TestUser User)>();
        for (var i = 0; i < 20; i++)
        {
            people.Add(await own.NewLoggedInAsync($"Person {i} of twenty"));
        }

        own.Faults.Add(new Fault("*", FaultKind.Latency, Milliseconds: 20));
        for (var round = 0; round < 25; round++)
        {
            var pages = await Task.WhenAll(people.Select(person => person.Visitor.OpenAsync("/profile")));
            for (var i = 0; i < people.Count; i++)
            {
                Assert.Equal(HttpStatusCode.OK, pages[i].Status);
                Assert.Contains(people[i].User.Email, pages[i].Text);
                Assert.All(people.Where(other => other.User != people[i].User), other =>
                {
                    Assert.DoesNotContain(other.User.Email, pages[i].Html);
                    Assert.NotEqual(other.User.Name, pages[i].Document.QuerySelector("#name")!.TextContent);
                });
            }
        }
    }

    private static async Task<IReadOnlyList<string>> TokensOfAsync(TestApp app, TestUser user)
    {
        using var client = app.CreateBareClient();
        client.DefaultRequestHeaders.Add("X-Client-Key", "local-client-key");
        var signIn = await System.Net.Http.Json.HttpClientJsonExtensions.PostAsJsonAsync(
            client, "/e:local/_api/rest/v1/auth/signin-email", new { email = user.Email, password = user.Password });
        var token = System.Text.Json.Nodes.JsonNode.Parse(await signIn.Content.ReadAsStringAsync())!["session"]!["token"]!.ToString();
        client.DefaultRequestHeaders.Add("Session", token);
        var sessions = System.Text.Json.Nodes.JsonNode.Parse(await client.GetStringAsync("/e:local/_api/rest/v1/auth/sessions"))!.AsArray();
        return [.. sessions.Select(session => session!["token"]!.ToString())];
    }

    private static string WordsOf(IElement element, string selector) => string.Join(' ', element.QuerySelectorAll(selector)
        .SelectMany(part => part.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)));
}
