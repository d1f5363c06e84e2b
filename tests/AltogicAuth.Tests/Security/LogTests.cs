using System.Net;
using System.Reflection;
using System.Text.Json.Nodes;
using System.Web;
using AltogicAuth.Backend.Testing;
using AltogicAuth.Tests.App;
using AltogicAuth.Web;
using Microsoft.Extensions.Logging;
using Serilog.Events;

namespace AltogicAuth.Tests.Security;

public sealed class LogTests
{
    [Fact]
    public async Task Debug_log_of_all_account_actions_contains_no_secrets()
    {
        await using var app = new TestApp();
        var user = TestUser.New();
        var visitor = app.NewVisitor();
        await visitor.RegisterAsync(user);
        var confirm = await app.ReadMailAsync(user.Email, "email-confirm");
        await visitor.OpenToTheEndAsync(confirm.Link);
        await visitor.LogOutAsync();
        await visitor.TryLogInAsync(user.Email, "a wrong password");
        await visitor.LogInAsync(user);
        await visitor.SubmitAsync(await visitor.OpenAsync("/profile/password"), "main form",
            ("CurrentPassword", user.Password), ("NewPassword", "a second phrase"));
        await visitor.LogOutAsync();
        await visitor.AskForMagicLinkAsync(user.Email);
        var magic = await app.ReadMailAsync(user.Email, "magic-link");
        var landing = (await app.NewVisitor().OpenAsync(magic.Link)).Location!;
        await visitor.OpenToTheEndAsync(landing);
        await visitor.SubmitAsync(await visitor.OpenAsync("/forgot-password"), "main form", ("Identifier", user.Email));
        var reset = await app.ReadMailAsync(user.Email, "reset-pwd");
        var stranger = app.NewVisitor();
        await stranger.SubmitAsync(await stranger.OpenToTheEndAsync(reset.Link), "main form", ("Email", user.Email), ("NewPassword", "a third phrase"));
        await stranger.PostAsync("/login", []);

        // What every app of every test does when it ends; here it is seen that there is something to search, and for what.
        string[] known =
        [
            user.Email, user.Password, "a wrong password", "a second phrase", "a third phrase",
            .. new[] { confirm, magic, reset }.Select(mail => HttpUtility.ParseQueryString(new Uri(mail.Link).Query)["key"]!),
            HttpUtility.ParseQueryString(landing.Split('?')[1])["access_token"]!,
            stranger.Cookie("__Host-session")!,
            .. await TokensAsync(app, user.Email, "a third phrase"),
        ];
        Assert.All(known, secret => Assert.ThrowsAny<Exception>(() => app.Secrets.AssertAbsentFrom([$"It is {Uri.EscapeDataString(secret)}."])));
        Assert.True(app.Log.Events.Count > 100, $"only {app.Log.Events.Count} lines");
        app.Secrets.AssertAbsentFrom(app.Log.Lines);
    }

    [Fact]
    public async Task Every_security_event_is_logged_with_a_trace_id()
    {
        var written = new HashSet<int>();
        await using var app = new TestApp { Settings = { ["RateLimits:Enabled"] = "true" } };
        var user = TestUser.New();
        var renewed = user with { Password = "a second phrase" };
        var visitor = app.NewVisitor();
        var other = app.NewVisitor();

        await visitor.RegisterAsync(user);
        Written(1015);
        await visitor.OpenToTheEndAsync((await app.ReadMailAsync(user.Email, "email-confirm")).Link);
        Written(1001);
        await visitor.LogOutAsync();
        Written(1004);
        await visitor.TryLogInAsync(user.Email, "a wrong password");
        Written(1002);
        await visitor.OpenAsync("/auth-redirect?status=400&action=magic-link&error=x");
        Written(1003);
        await visitor.OpenAsync("/auth-redirect?status=200&action=change-email");
        Written(1009);
        await visitor.PostAsync("/login", []);
        Written(1010);

        await visitor.LogInAsync(user);
        app.Faults.Add(new Fault("signout-all-except", FaultKind.Status, Times: 1));
        await visitor.SubmitAsync(await visitor.OpenAsync("/profile/password"), "main form",
            ("CurrentPassword", user.Password), ("NewPassword", renewed.Password));
        Assert.Single(app.Log.Of(1007));
        Written(1016);
        await visitor.SubmitAsync(await visitor.OpenAsync("/profile/password"), "main form",
            ("CurrentPassword", renewed.Password), ("NewPassword", "a third phrase"));
        renewed = renewed with { Password = "a third phrase" };
        Written(1007);
        await visitor.SubmitAsync(await visitor.OpenAsync("/profile/email"), "main form",
            ("Email", TestUser.New().Email), ("CurrentPassword", renewed.Password));
        Written(1008);
        var number = TestPhone.New();
        var asked = await visitor.FollowAsync(await visitor.SubmitAsync(await visitor.OpenAsync("/profile/phone"), "main form",
            ("Phone", number), ("CurrentPassword", renewed.Password)));
        Written(1020);
        await visitor.SubmitAsync(asked, "main form", ("Code", "0000"));
        Written(1019);
        await visitor.SubmitAsync(asked, "main form", ("Code", await app.ReadCodeAsync(number, "change-phone")));
        Written(1021);
        await other.LogInAsync(renewed);
        await visitor.SubmitAsync(await visitor.OpenAsync("/profile"), "form[action='/profile?handler=EndOtherSessions']");
        Written(1005);
        await other.OpenAsync("/profile");
        Written(1006);

        app.Clock.Advance(TimeSpan.FromMinutes(6));
        await visitor.SubmitAsync(await visitor.OpenAsync("/profile/export"), "main form", ("Password", "a wrong password"));
        Written(1012);
        await visitor.SubmitAsync(await visitor.OpenAsync("/profile/export"), "main form", ("Password", renewed.Password));
        Written(1014);
        await visitor.DeleteAccountAsync(await visitor.OpenAsync("/profile/delete"));
        Written(1013);
        var stranger = TestUser.New();
        await app.NewVisitor().RegisterAsync(stranger);
        var button = await visitor.OpenToTheEndAsync((await app.ReadMailAsync(stranger.Email, "email-confirm")).Link);
        var question = await visitor.FollowAsync(await visitor.SubmitAsync(button, "main form"));
        Written(1017);
        await visitor.SubmitAsync(question, "form[action*='handler=Keep']");
        Written(1018);
        for (var tries = 0; tries < 12; tries++)
        {
            await other.TryLogInAsync(user.Email, "a wrong password");
        }

        Written(1011);
        Assert.Equal(typeof(SecurityEvents).GetMethods().Select(e => e.GetCustomAttribute<LoggerMessageAttribute>()?.EventId).OfType<int>().Order(), written.Order());

        void Written(int id)
        {
            Assert.True(written.Add(id));
            Assert.True(app.Log.Of(id).Any(), $"no event {id}");
            Assert.All(app.Log.Of(id), record => Assert.NotNull(record.TraceId));
            app.Log.Events.Clear();
        }
    }

    [Fact]
    public async Task Line_break_in_a_path_forges_no_console_line()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "SIGTERM is for Unix.");
        await using var app = new AppProcess("--urls=http://127.0.0.1:0");
        var (_, address) = await app.StartedAsync();

        await AskAsync(address, Forgery);

        app.Terminate();
        var lines = (await app.EndedAsync()).Output.Split('\n', '\r');
        Assert.Contains(lines, line => line.Contains("HTTP GET", StringComparison.Ordinal) && line.Contains("Logged in: nobody", StringComparison.Ordinal));
        Assert.DoesNotContain(lines, line => line.StartsWith("Logged in: nobody", StringComparison.Ordinal));
        Assert.DoesNotContain(lines, line => line.Contains('\u2028') || line.Contains('\u202E'));
    }

    [Fact]
    public async Task Production_logs_one_line_of_JSON_per_event_in_UTC()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "SIGTERM is for Unix.");
        await using var app = new AppProcess("--urls=http://127.0.0.1:0", "--environment=Production",
            "--Altogic:EnvUrl=http://127.0.0.1:9", "--Altogic:ClientKey=key");
        var lines = (await app.LinesUntilAsync("Now listening on: ")).ToList();

        await AskAsync(new Uri(JsonNode.Parse(lines[^1])!["address"]!.ToString()), Forgery);

        app.Terminate();
        lines.AddRange((await app.EndedAsync()).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        var events = lines.ConvertAll(line => JsonNode.Parse(line)!);
        Assert.All(events, e => Assert.EndsWith("Z", e["@t"]!.ToString()));
        var request = Assert.Single(events, e => e["RequestPath"]?.ToString().Contains("Logged in: nobody", StringComparison.Ordinal) == true);
        Assert.Matches("^[0-9a-f]{32}$", request["@tr"]!.ToString());
    }

    [Fact]
    public async Task Request_is_one_log_line_without_its_query()
    {
        await using var app = new TestApp();

        await app.NewVisitor().OpenAsync("/register?returnUrl=%2Fprofile%2Fexport");

        var request = Assert.Single(app.Log.Events, e => IsRequest(e, "GET", "/register", 200));
        Assert.Equal(LogEventLevel.Information, request.Level);
        Assert.NotNull(request.TraceId);
        Assert.DoesNotContain(app.Log.Lines, line => line.Contains("%2Fexport", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task Failed_request_is_logged_as_an_error()
    {
        await using var app = new TestApp();
        var (visitor, _) = await app.NewLoggedInAsync();
        app.Faults.Add(new Fault("*", FaultKind.Status));

        await visitor.OpenAsync("/profile");

        Assert.Equal(LogEventLevel.Error, Assert.Single(app.Log.Events, e => IsRequest(e, "GET", "/profile", 503)).Level);
    }

    private const string Forgery = "/x%0D%0ALogged%20in:%20nobody%E2%80%A8%E2%80%AE";

    private static bool IsRequest(LogEvent e, string method, string path, int status) =>
        e.Properties.TryGetValue("SourceContext", out var source) && source.ToString().Contains("RequestLoggingMiddleware", StringComparison.Ordinal) &&
        e.Properties["RequestPath"].ToString() == $"\"{path}\"" && e.Properties["StatusCode"].ToString() == $"{status}" &&
        e.Properties["RequestMethod"].ToString() == $"\"{method}\"";

    private static async Task AskAsync(Uri app, string path)
    {
        using var http = new HttpClient { BaseAddress = app };
        Assert.Equal(HttpStatusCode.NotFound, (await http.GetAsync(path, TestContext.Current.CancellationToken)).StatusCode);
    }

    private static async Task<IEnumerable<string>> TokensAsync(TestApp app, string email, string password)
    {
        using var client = app.CreateBareClient();
        client.DefaultRequestHeaders.Add("X-Client-Key", "local-client-key");
        var response = await System.Net.Http.Json.HttpClientJsonExtensions.PostAsJsonAsync(client, "/e:local/_api/rest/v1/auth/signin-email", new { email, password });
        var own = JsonNode.Parse(await response.Content.ReadAsStringAsync())!["session"]!["token"]!.ToString();
        client.DefaultRequestHeaders.Add("Session", own);
        var sessions = JsonNode.Parse(await client.GetStringAsync("/e:local/_api/rest/v1/auth/sessions"))!.AsArray();
        return sessions.Select(session => session!["token"]!.ToString()).Where(token => token != own);
    }
}
