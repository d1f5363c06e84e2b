using System.Text;
using System.Text.Json.Nodes;

namespace AltogicAuth.Backend.Tests;

public sealed class AuthTests
{
    [Fact]
    public async Task One_time_tokens_work_once_for_their_purpose_until_they_expire()
    {
        await using var backend = await BackendHost.StartAsync();
        var (caller, email, _, _) = await backend.NewUserAsync();

        await caller.PostAsync($"auth/send-magic?email={email}");
        var magic = await caller.AccessTokenAsync(email, "magic-link");
        await caller.PostAsync($"auth/send-reset?email={email}");
        var reset = await caller.AccessTokenAsync(email, "reset-pwd");

        Assert.Equal("invalid_token_type", (await caller.GetAsync($"auth/grant?key={reset}")).Code);
        Assert.Equal("invalid_token_type", (await caller.PostAsync($"auth/reset-pwd?key={magic}", new { newPassword = "next phrase" })).Code);
        Assert.Equal("missing_access_token", (await caller.GetAsync("auth/grant?key=")).Code);
        Assert.Equal(200, (await caller.GetAsync($"auth/grant?key={magic}")).Status);
        Assert.Equal("invalid_access_token", (await caller.GetAsync($"auth/grant?key={magic}")).Code);
        backend.Clock.Advance(TimeSpan.FromMinutes(10.1));
        Assert.Equal("invalid_access_token", (await caller.PostAsync($"auth/reset-pwd?key={reset}", new { newPassword = "next phrase" })).Code);
    }

    [Theory]
    [InlineData("send-magic", "magic-link", 10)]
    [InlineData("send-reset", "reset-pwd", 60)]
    public async Task Mailed_links_expire(string call, string action, int minutes)
    {
        await using var backend = await BackendHost.StartAsync();
        var (caller, email, _, _) = await backend.NewUserAsync();
        await caller.PostAsync($"auth/{call}?email={email}");
        backend.Clock.Advance(TimeSpan.FromMinutes(minutes - 0.1));
        Assert.Contains("status=200", (await caller.OpenMailedLinkAsync(email, action)).Query);
        backend.Clock.Advance(TimeSpan.FromMinutes(0.2));
        var late = await caller.OpenMailedLinkAsync(email, action);
        Assert.EndsWith("?status=400&action=" + action + "&error=Invalid+or+expired+access+token", late.AbsoluteUri);
        Assert.DoesNotContain("access_token=", late.Query);
    }

    [Fact]
    public async Task New_password_and_new_address_end_earlier_links()
    {
        await using var backend = await BackendHost.StartAsync();
        var (caller, email, _, _) = await backend.NewUserAsync();
        async Task<string> ResetTokenAsync()
        {
            await caller.PostAsync($"auth/send-reset?email={email}");
            return await caller.AccessTokenAsync(email, "reset-pwd");
        }

        var (older, newer) = (await ResetTokenAsync(), await ResetTokenAsync());
        Assert.Equal(200, (await caller.PostAsync($"auth/reset-pwd?key={newer}", new { newPassword = "next phrase" })).Status);
        Assert.Equal("invalid_access_token", (await caller.PostAsync($"auth/reset-pwd?key={older}", new { newPassword = "other phrase" })).Code);

        var given = await ResetTokenAsync();
        await caller.PostAsync("auth/change-email", new { currentPassword = "next phrase", newEmail = "new@example.test" });
        Assert.Equal(200, (await caller.PressMailedLinkAsync("new@example.test")).Status);
        Assert.Equal("invalid_access_token", (await caller.PostAsync($"auth/reset-pwd?key={given}", new { newPassword = "other phrase" })).Code);
    }

    [Fact]
    public async Task Of_two_concurrent_grants_one_succeeds()
    {
        await using var backend = await BackendHost.StartAsync();
        var (caller, email, _, _) = await backend.NewUserAsync();
        await caller.PostAsync($"auth/send-magic?email={email}");
        var tokens = new List<string>();
        for (var i = 0; i < 8; i++)
        {
            tokens.Add(await caller.AccessTokenAsync(email, "magic-link"));
            backend.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        var results = await Task.WhenAll(tokens.Select(token => caller.GetAsync($"auth/grant?key={token}")));

        Assert.Equal(8, tokens.Distinct().Count());
        Assert.Single(results, response => response.Status == 200);
        Assert.Equal(7, results.Count(response => response.Code == "invalid_access_token"));
    }

    [Fact]
    public async Task Users_sessions_and_mails_survive_a_restart()
    {
        var data = Directory.CreateTempSubdirectory("altogic-backend-restart-");
        try
        {
            string token, email;
            await using (var before = await BackendHost.StartAsync(data))
            {
                (_, email, _, token) = await before.NewUserAsync();
            }

            await using var after = await BackendHost.StartAsync(data);
            Assert.Equal(email, (string?)(await after.NewCaller(token).GetAsync("auth/user")).Json!["email"]);
            Assert.NotEmpty(await after.NewCaller().MailsAsync(email));
        }
        finally
        {
            data.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task Plus_in_an_address_is_read_encoded_and_unencoded()
    {
        await using var backend = await BackendHost.StartAsync();
        var caller = backend.NewCaller();
        var email = "a+b@example.test";
        await caller.PostAsync("auth/signup-email", new { email, password = "secret phrase" });

        Assert.Equal(200, (await caller.PostAsync("auth/resend?email=a+b@example.test")).Status);
        Assert.Equal(200, (await caller.PostAsync("auth/resend?email=a%2Bb%40example.test")).Status);
        Assert.Equal(200, (await caller.PostAsync("auth/resend?email=%20A%2BB@Example.test")).Status);
        Assert.Equal(4, (await caller.MailsAsync(email)).Count);
    }

    [Fact]
    public async Task Validation_error_has_an_entry_per_field_and_no_password()
    {
        await using var backend = await BackendHost.StartAsync();

        var response = await backend.NewCaller().PostAsync("auth/signup-email", new { email = "nobody", password = "short" });

        Assert.Equal(400, response.Status);
        Assert.Equal(["email", "password"], response.Json!["errors"]!.AsArray().Select(entry => (string)entry!["details"]!["param"]!));
        Assert.DoesNotContain("short", response.Body);
    }

    [Fact]
    public async Task Sign_in_checks_in_the_order_of_the_contract()
    {
        await using var backend = await BackendHost.StartAsync();
        var caller = backend.NewCaller();
        await caller.PostAsync("auth/signup-email", new { email = "ann@example.test", password = "secret phrase" });

        Assert.Equal("invalid_sign_in_credentials", (await caller.PostAsync("auth/signin-email", new { email = "bob@example.test", password = "x" })).Code);
        Assert.Equal("email_not_verified", (await caller.PostAsync("auth/signin-email", new { email = "ann@example.test", password = "x" })).Code);
        Assert.Equal("email_not_verified", (await caller.PostAsync("auth/send-magic?email=ann@example.test")).Code);
        Assert.Equal("email_not_unique", (await caller.PostAsync("auth/signup-email", new { email = " ANN@example.test ", password = "secret phrase" })).Code);
    }

    [Fact]
    public async Task Sign_up_without_confirmation_has_a_session_and_sends_no_mail()
    {
        await using var backend = await BackendHost.StartAsync(settings: [("EmailConfirmation", "false")]);
        var caller = backend.NewCaller();

        var signUp = await caller.PostAsync("auth/signup-email", new { email = "ann@example.test", password = "secret phrase", name = new { name = "Ann", emailVerified = true, _id = "x", surname = "L" } });

        Assert.NotNull(signUp.Json!["session"]!["token"]);
        Assert.Equal(("Ann", "L"), ((string?)signUp.Json["user"]!["name"], (string?)signUp.Json["user"]!["surname"]));
        Assert.Equal(false, (bool?)signUp.Json["user"]!["emailVerified"]);
        Assert.Matches("^[0-9a-f]{24}$", (string)signUp.Json["user"]!["_id"]!);
        Assert.Equal("email_verification_disabled", (await caller.PostAsync("auth/send-magic?email=ann@example.test")).Code);
        Assert.Empty(await caller.MailsAsync("ann@example.test"));
        var signedIn = backend.NewCaller((string)signUp.Json["session"]!["token"]!);
        Assert.Equal("new@example.test", (string?)(await signedIn.PostAsync("auth/change-email", new { currentPassword = "secret phrase", newEmail = "new@example.test" })).Json!["email"]);
    }

    [Fact]
    public async Task Failed_confirmation_mail_leaves_no_user()
    {
        await using var backend = await BackendHost.StartAsync();
        var caller = backend.NewCaller();
        var ann = new { email = "ann@example.test", password = "secret phrase" };
        backend.Sql("alter table mails rename to elsewhere");
        Assert.Equal((500, "internal_server_error"), Of(await caller.PostAsync("auth/signup-email", ann)));

        backend.Sql("alter table elsewhere rename to mails");

        Assert.Equal((401, "invalid_sign_in_credentials"), Of(await caller.PostAsync("auth/signin-email", ann)));
        Assert.Equal((200, null), Of(await caller.PostAsync("auth/signup-email", ann)));
        static (int, string?) Of(ApiResult response) => (response.Status, response.Code);
    }

    [Theory]
    [InlineData("false", null)]
    [InlineData("true", "token")]
    public async Task Sign_up_confirms_itself_only_with_the_setting(string allowed, string? has)
    {
        await using var backend = await BackendHost.StartAsync(settings: [("AllowVerifiedSignUp", allowed)]);

        var signUp = await backend.NewCaller().PostAsync("auth/signup-email",
            new { email = "ann@example.test", password = "secret phrase", nameOrUserData = new { emailVerified = true } });

        Assert.Equal(has is not null, signUp.Json!["session"]?["token"] is not null);
    }

    [Fact]
    public async Task Sign_out_rejects_foreign_and_unreadable_tokens_only()
    {
        await using var backend = await BackendHost.StartAsync();
        var (ann, _, _, _) = await backend.NewUserAsync();
        var (_, _, _, bobsToken) = await backend.NewUserAsync();

        Assert.Equal((403, "invalid_session_token"), Of(await ann.PostAsync("auth/signout", new { token = bobsToken })));
        Assert.Equal((404, "invalid_session_token"), Of(await ann.PostAsync("auth/signout", new { token = "garbage" })));
        Assert.Equal(200, (await ann.PostAsync("auth/signout", new { token = new string('x', bobsToken.Length) })).Status);
        Assert.Equal(200, (await ann.PostAsync("auth/signout", new { })).Status);
        Assert.Equal((401, "invalid_session_token"), Of(await ann.GetAsync("auth/user")));
        Assert.Equal((401, "missing_session_token"), Of(await backend.NewCaller().GetAsync("auth/user")));
        static (int, string?) Of(ApiResult response) => (response.Status, response.Code);
    }

    [Fact]
    public async Task Every_error_is_json_of_one_form()
    {
        await using var backend = await BackendHost.StartAsync();
        var caller = backend.NewCaller();
        using var keyless = backend.NewCaller().Http;
        keyless.DefaultRequestHeaders.Remove("X-Client-Key");
        keyless.DefaultRequestHeaders.Add("X-Client-Key", "wrong");

        Assert.Equal("resource_not_found", (await caller.GetAsync("nowhere")).Code);
        Assert.Equal("method_not_allowed", (await caller.GetAsync("auth/signin-email")).Code);
        Assert.Equal("invalid_request_body_syntax", (await PostTextAsync(caller, "{", "application/json")).Code);
        Assert.Equal("invalid_request_body_syntax", (await PostTextAsync(caller, new string('[', 5_000), "application/json")).Code);
        Assert.Equal("unsupported_media_type", (await PostTextAsync(caller, "x", "text/plain")).Code);
        Assert.Equal("invalid_client_key", (await new Caller(keyless).GetAsync("auth/user")).Code);
        Assert.Equal("validation_error", (await caller.PostAsync("auth/signin-phone", new { })).Code);
    }

    [Fact]
    public async Task Mailed_links_open_an_app_by_its_own_scheme()
    {
        await using var backend = await BackendHost.StartAsync(settings: [("RedirectUrl", "myapp://sign-in/done")]);
        var caller = backend.NewCaller();
        await caller.PostAsync("auth/signup-email", new { email = "ann@example.test", password = "secret phrase" });

        Assert.StartsWith("myapp://sign-in/done?status=200&access_token=", (await caller.OpenMailedLinkAsync("ann@example.test", "email-confirm")).AbsoluteUri);
    }

    [Fact]
    public async Task Mailed_links_use_the_configured_address_not_the_host_header()
    {
        await using var backend = await BackendHost.StartAsync(settings: [("PublicUrl", "https://auth.example.test/e:local"), ("RedirectUrl", "https://app.example.test/auth-redirect?from=mail")]);
        var caller = backend.NewCaller();
        caller.Http.DefaultRequestHeaders.Host = "evil.example";
        await caller.PostAsync("auth/signup-email", new { email = "ann@example.test", password = "secret phrase" });

        Assert.StartsWith("https://auth.example.test/e:local/_api/", (string?)(await caller.MailsAsync("ann@example.test"))[0]["link"]);
        Assert.StartsWith("https://app.example.test/auth-redirect?from=mail&status=200&access_token=", (await caller.OpenMailedLinkAsync("ann@example.test", "email-confirm")).AbsoluteUri);
        var provider = await caller.Http.GetAsync("/e:local/_auth/google", TestContext.Current.CancellationToken);
        Assert.Equal("https://auth.example.test/e:local/_auth/google/stand-in", provider.Headers.Location!.AbsoluteUri);
        Assert.Equal("invalid_action_type", (await caller.GetAsync("auth/verify?key=x&action=become-admin")).Code);
        Assert.Equal("missing_access_token", (await caller.GetAsync("auth/verify?action=magic-link")).Code);
    }

    [Theory]
    [InlineData("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36", "Chrome", "131", "Windows", "10", "Other")]
    [InlineData("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36 Edg/131.0.2903.86", "Edge", "131", "Windows", "10", "Other")]
    [InlineData("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.6 Safari/605.1.15", "Safari", "17", "Mac OS X", "10", "Mac")]
    [InlineData("Mozilla/5.0 (iPhone; CPU iPhone OS 17_6_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.6 Mobile/15E148 Safari/604.1", "Mobile Safari", "17", "iOS", "17", "iPhone")]
    [InlineData("Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Mobile Safari/537.36", "Chrome Mobile", "131", "Android", "14", "Pixel")]
    [InlineData("Mozilla/5.0 (X11; Ubuntu; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0", "Firefox", "132", "Ubuntu", "0", "Other")]
    [InlineData("curl/8.5.0", "curl", "8", "Other", "0", "Other")]
    [InlineData("", "Other", "0", "Other", "0", "Other")]
    public async Task Session_names_its_browser(string agent, string family, string major, string os, string osMajor, string device)
    {
        await using var backend = await BackendHost.StartAsync();
        var (caller, _, _, _) = await backend.NewUserAsync(agent);

        var seen = (await caller.GetAsync("auth/sessions")).Json![0]!["userAgent"]!;

        Assert.Equal((family, major), ((string?)seen["family"], (string?)seen["major"]));
        Assert.Equal((os, osMajor), ((string?)seen["os"]!["family"], (string?)seen["os"]!["major"]));
        Assert.Equal(device, (string?)seen["device"]!["family"]);
        Assert.All(((JsonNode[])[seen, seen["os"]!, seen["device"]!]), part => Assert.All(["family", "major", "minor", "patch"], leaf => Assert.IsType<string>((string?)part[leaf])));
    }

    private static async Task<ApiResult> PostTextAsync(Caller caller, string text, string type) => await ApiResult.ReadAsync(
        await caller.Http.PostAsync("/e:local/_api/rest/v1/auth/signin-email", new StringContent(text, Encoding.UTF8, type), TestContext.Current.CancellationToken));
}
