using System.Text.RegularExpressions;

namespace AltogicAuth.Backend.Tests;

/// <summary>Mail scanners open links before people do: opening one must change nothing.</summary>
public sealed partial class LinkTests
{
    [Fact]
    public async Task An_opened_confirmation_link_confirms_only_at_its_exchange()
    {
        await using var backend = await BackendHost.StartAsync();
        var caller = backend.NewCaller();
        var ann = new { email = "ann@example.test", password = "secret phrase" };
        await caller.PostAsync("auth/signup-email", ann);

        var scanners = await caller.AccessTokenAsync(ann.email, "email-confirm");
        Assert.Equal("email_not_verified", (await caller.PostAsync("auth/signin-email", ann)).Code);
        backend.Clock.Advance(TimeSpan.FromMinutes(11));
        Assert.Equal("invalid_access_token", (await caller.GetAsync($"auth/grant?key={scanners}")).Code);
        var token = await caller.AccessTokenAsync(ann.email, "email-confirm");

        var granted = await caller.GetAsync($"auth/grant?key={token}");

        Assert.Equal((200, true), (granted.Status, (bool?)granted.Json!["user"]!["emailVerified"]));
        Assert.Equal(200, (await caller.PostAsync("auth/signin-email", ann)).Status);
        Assert.Contains("status=400", (await caller.OpenMailedLinkAsync(ann.email, "email-confirm")).Query);
    }

    [Theory]
    [InlineData("magic-link", "send-magic")]
    [InlineData("reset-pwd", "send-reset")]
    public async Task Opening_a_link_again_stores_nothing_until_its_exchange(string action, string call)
    {
        await using var backend = await BackendHost.StartAsync();
        var (caller, email, _, _) = await backend.NewUserAsync();
        await caller.PostAsync($"auth/{call}?email={email}");
        var before = Database(backend);
        var first = await caller.AccessTokenAsync(email, action);
        for (var i = 0; i < 20; i++)
        {
            await caller.AccessTokenAsync(email, action);
        }

        Assert.Equal(before, Database(backend));
        Assert.Matches("^[0-9a-z-]+$", first);
        Assert.Equal(200, (await ExchangeAsync(caller, action, first)).Status);

        Assert.Contains("status=400", (await caller.OpenMailedLinkAsync(email, action)).Query);
        Assert.Equal("invalid_access_token", (await ExchangeAsync(caller, action, first)).Code);
    }

    [Fact]
    public async Task An_exchange_ends_the_other_access_tokens_of_the_link()
    {
        await using var backend = await BackendHost.StartAsync();
        var (caller, email, _, _) = await backend.NewUserAsync();
        await caller.PostAsync($"auth/send-magic?email={email}");
        var scanners = await caller.AccessTokenAsync(email, "magic-link");
        backend.Clock.Advance(TimeSpan.FromMinutes(5));
        var owners = await caller.AccessTokenAsync(email, "magic-link");

        Assert.Equal(200, (await caller.GetAsync($"auth/grant?key={owners}")).Status);

        Assert.NotEqual(scanners, owners);
        Assert.Equal("invalid_access_token", (await caller.GetAsync($"auth/grant?key={scanners}")).Code);
    }

    [Fact]
    public async Task An_access_token_works_after_a_restart_and_not_when_altered()
    {
        var data = Directory.CreateTempSubdirectory("altogic-backend-links-");
        try
        {
            string token, email;
            await using (var before = await BackendHost.StartAsync(data))
            {
                (var ann, email, _, _) = await before.NewUserAsync();
                await ann.PostAsync($"auth/send-magic?email={email}");
                token = await ann.AccessTokenAsync(email, "magic-link");
            }

            await using var after = await BackendHost.StartAsync(data);
            var caller = after.NewCaller();
            var parts = token.Split('-');
            foreach (var altered in (string[])
                     [
                         $"{parts[0]}-{parts[1]}0-{parts[2]}", $"{parts[0]}0-{parts[1]}-{parts[2]}", $"{parts[0]}-{parts[1]}",
                         $"{parts[0]}-{parts[1]}-{new string('0', parts[2].Length)}", token[..^1], $"{token}0", $"+{token}", "-", "--", "x",
                     ])
            {
                Assert.Equal("invalid_access_token", (await caller.GetAsync($"auth/grant?key={altered}")).Code);
            }

            Assert.Equal(200, (await caller.GetAsync($"auth/grant?key={token}")).Status);
        }
        finally
        {
            data.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task The_key_of_access_tokens_is_not_in_the_database()
    {
        await using var backend = await BackendHost.StartAsync();
        var file = Path.Combine(backend.Data.FullName, "backend.key");

        var key = await HexOfAsync(new FileInfo(file));

        Assert.Equal(64, key.Length);
        Assert.All(await Task.WhenAll(backend.Data.GetFiles("backend.db*").Select(HexOfAsync)), content => Assert.DoesNotContain(key, content));
        Assert.True(OperatingSystem.IsWindows() || File.GetUnixFileMode(file) == (UnixFileMode.UserRead | UnixFileMode.UserWrite));
    }

    [Fact]
    public async Task A_password_change_leaves_reset_links_alone()
    {
        await using var backend = await BackendHost.StartAsync();
        var (caller, email, _, _) = await backend.NewUserAsync();
        await caller.PostAsync($"auth/send-reset?email={email}");

        Assert.Equal(200, (await caller.PostAsync("auth/change-pwd", new { oldPassword = "secret phrase", newPassword = "the thief's phrase" })).Status);

        var token = await caller.AccessTokenAsync(email, "reset-pwd");
        Assert.Equal(200, (await caller.PostAsync($"auth/reset-pwd?key={token}", new { newPassword = "next phrase" })).Status);
    }

    [Fact]
    public async Task A_reset_ends_all_links_and_access_tokens_of_the_user()
    {
        await using var backend = await BackendHost.StartAsync();
        var (caller, email, _, _) = await backend.NewUserAsync();
        await caller.PostAsync("auth/change-email", new { currentPassword = "secret phrase", newEmail = "new@example.test" });
        await caller.PostAsync($"auth/send-magic?email={email}");
        var magic = await caller.AccessTokenAsync(email, "magic-link");
        await caller.PostAsync($"auth/send-reset?email={email}");

        await caller.PostAsync($"auth/reset-pwd?key={await caller.AccessTokenAsync(email, "reset-pwd")}", new { newPassword = "next phrase" });

        Assert.Equal("invalid_access_token", (await caller.GetAsync($"auth/grant?key={magic}")).Code);
        Assert.Contains("status=400", (await caller.OpenMailedLinkAsync(email, "magic-link")).Query);
        Assert.Contains("status=400", (await caller.OpenMailedLinkAsync("new@example.test", "change-email")).Query);
    }

    [Fact]
    public async Task A_new_password_ends_pending_changes_of_address_and_number()
    {
        await using var backend = await BackendHost.StartAsync();
        var (caller, email, _, _) = await backend.NewUserAsync();
        await caller.PostAsync("auth/change-email", new { currentPassword = "secret phrase", newEmail = "thief@example.test" });
        await caller.PostAsync("auth/change-phone", new { currentPassword = "secret phrase", newPhone = "+905551234567" });

        await caller.PostAsync("auth/change-pwd", new { oldPassword = "secret phrase", newPassword = "the owner's phrase" });

        await caller.PressMailedLinkAsync("thief@example.test");
        await caller.PostByPhoneAsync("verify-phone", "+905551234567", await caller.CodeAsync("+905551234567", "change-phone"));
        Assert.Equal(404, (await caller.PostByPhoneAsync("resend-code", "+905551234567")).Status);
        var user = (await caller.GetAsync("auth/user")).Json!;
        Assert.Equal((email, null), ((string?)user["email"], (string?)user["phone"]));
    }

    [Theory]
    [InlineData(null, "en", "Confirm my new address", "Your email address has changed", "Continue")]
    [InlineData("tr-TR,tr;q=0.9,en;q=0.5", "tr", "Yeni adresimi onayla", "E-posta adresiniz değişti", "Devam et")]
    [InlineData("ar-EG,ar;q=0.9,en;q=0.5", "ar", "تأكيد عنواني الجديد", "تم تغيير عنوان بريدك الإلكتروني", "المتابعة")]
    public async Task Address_change_is_applied_by_POST_not_by_GET(string? accepted, string language, string button, string title, string next)
    {
        await using var backend = await BackendHost.StartAsync(settings: [("RedirectUrl", "https://app.example.test/auth-redirect")]);
        var (caller, _, _, _) = await backend.NewUserAsync();
        await caller.PostAsync("auth/change-email", new { currentPassword = "secret phrase", newEmail = "new@example.test" });
        caller.Http.DefaultRequestHeaders.TryAddWithoutValidation("Accept-Language", accepted);

        var page = await ApiResult.ReadAsync(await caller.Http.GetAsync(await caller.MailedLinkAsync("new@example.test", "change-email"), TestContext.Current.CancellationToken));
        Assert.Equal(200, page.Status);
        Assert.Contains($"<html lang=\"{language}\" dir=\"{(language == "ar" ? "rtl" : "ltr")}\">", page.Body);
        Assert.Matches($"<form method=\"post\"><button type=\"submit\"[^>]*>{button}</button></form>", page.Body);
        Assert.Contains("form-action 'self'; frame-ancestors 'none'", page.Response.Headers.GetValues("Content-Security-Policy").Single());
        Assert.DoesNotContain("script", page.Body);
        Assert.NotEqual("new@example.test", (string?)(await caller.GetAsync("auth/user")).Json!["email"]);

        var changed = await caller.PressMailedLinkAsync("new@example.test");

        Assert.Equal(200, changed.Status);
        Assert.Contains(title, System.Net.WebUtility.HtmlDecode(changed.Body));
        Assert.Contains($"href=\"https://app.example.test/auth-redirect?status=200&amp;action=change-email\">{next}</a>", changed.Body);
        Assert.Equal("new@example.test", (string?)(await caller.GetAsync("auth/user")).Json!["email"]);
        Assert.Contains("action=change-email&amp;error=Invalid", (await caller.PressMailedLinkAsync("new@example.test")).Body);
    }

    [Theory]
    [InlineData("Sec-Fetch-Site", "cross-site", 403)]
    [InlineData("Sec-Fetch-Site", "same-site", 403)]
    [InlineData("Sec-Fetch-Site", "none", 403)]
    [InlineData("Origin", "https://evil.example", 403)]
    [InlineData("Origin", "null", 403)]
    [InlineData("X-Nothing", "", 403)]
    [InlineData("Origin", "https://auth.example.test", 200)]
    [InlineData("Sec-Fetch-Site", "same-origin", 200)]
    public async Task Address_change_requires_a_same_origin_POST(string header, string value, int status)
    {
        await using var backend = await BackendHost.StartAsync(settings: [("PublicUrl", "https://auth.example.test/e:local")]);
        var (caller, email, _, _) = await backend.NewUserAsync();
        await caller.PostAsync("auth/change-email", new { currentPassword = "secret phrase", newEmail = "new@example.test" });

        Assert.Equal(status, (await caller.PressMailedLinkAsync("new@example.test", (header, value))).Status);

        Assert.Equal(status == 200 ? "new@example.test" : email, (string?)(await caller.GetAsync("auth/user")).Json!["email"]);
    }

    [Fact]
    public async Task Address_change_to_a_taken_address_changes_nothing()
    {
        await using var backend = await BackendHost.StartAsync();
        var (caller, email, _, _) = await backend.NewUserAsync();
        await caller.PostAsync("auth/change-email", new { currentPassword = "secret phrase", newEmail = "new@example.test" });
        await caller.PostAsync("auth/signup-email", new { email = "new@example.test", password = "secret phrase" });

        var rejected = await caller.PressMailedLinkAsync("new@example.test");

        Assert.Equal(401, rejected.Status);
        Assert.Contains("This address is taken", rejected.Body);
        Assert.Matches(FailureLink(), rejected.Body);
        Assert.Equal(email, (string?)(await caller.GetAsync("auth/user")).Json!["email"]);
    }

    [Theory]
    [InlineData("?key={0}&amp;action=magic-link")]
    [InlineData("?key={0}&amp;amp;action=magic-link")]
    [InlineData("?amp;key={0}&action=magic-link.")]
    [InlineData("?key={0}&action=magic-link)")]
    [InlineData("?key={0}&action=magic-link%22%3E")]
    [InlineData("?key={0}&action=magic-link&gt;")]
    [InlineData("?action=magic-link&key={0}.")]
    [InlineData("?action=magic-link&key={0}%E2%80%9D,")]
    [InlineData("?action=magic-link&key={0}%20")]
    [InlineData("?key={0}%3E&action=magic-link%5D")]
    public async Task Link_altered_by_a_mail_program_works(string query)
    {
        await using var backend = await BackendHost.StartAsync();
        var (caller, email, _, _) = await backend.NewUserAsync();
        await caller.PostAsync($"auth/send-magic?email={email}");
        var link = new Uri(new Uri("http://localhost"), await caller.MailedLinkAsync(email, "magic-link"));
        var key = System.Web.HttpUtility.ParseQueryString(link.Query)["key"];

        var opened = await caller.Http.GetAsync(link.AbsolutePath + query.Replace("{0}", key), TestContext.Current.CancellationToken);

        Assert.Contains("status=200&access_token=", opened.Headers.Location?.Query);
    }

    [Theory]
    [InlineData("?key=x&action=become-admin", "invalid_action_type")]
    [InlineData("?key=x", "invalid_action_type")]
    [InlineData("?action=magic-link", "missing_access_token")]
    [InlineData("?key=.&action=magic-link", "missing_access_token")]
    [InlineData("", "missing_access_token")]
    public async Task Broken_link_gets_HTML_or_JSON_by_Accept(string query, string code)
    {
        await using var backend = await BackendHost.StartAsync(settings: [("RedirectUrl", "https://app.example.test/auth/auth-redirect")]);
        var caller = backend.NewCaller();

        foreach (var method in (HttpMethod[])[HttpMethod.Get, HttpMethod.Post])
        {
            var json = await caller.SendAsync(method, $"auth/verify{query}");
            Assert.Equal((400, code), (json.Status, json.Code));
            foreach (var accepted in (string?[])[null, "*/*", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"])
            {
                using var request = new HttpRequestMessage(method, $"/e:local/_api/rest/v1/auth/verify{query}");
                request.Headers.TryAddWithoutValidation("Accept", accepted);
                request.Headers.TryAddWithoutValidation("Accept-Language", "tr");
                var page = await ApiResult.ReadAsync(await caller.Http.SendAsync(request, TestContext.Current.CancellationToken));

                Assert.Equal((400, "text/html"), (page.Status, page.Response.Content.Headers.ContentType?.MediaType));
                Assert.Contains("<h1>Bu bağlantı eksik</h1>", System.Net.WebUtility.HtmlDecode(page.Body));
                Assert.Contains("href=\"https://app.example.test/auth/\">Siteye git</a>", page.Body);
            }
        }
    }

    private static Task<ApiResult> ExchangeAsync(Caller caller, string action, string token) => action == "reset-pwd"
        ? caller.PostAsync($"auth/reset-pwd?key={token}", new { newPassword = "next phrase" })
        : caller.GetAsync($"auth/grant?key={token}");

    private static string Database(BackendHost backend) => string.Join('\n',
        backend.Sql("select * from links").Concat(backend.Sql("select * from users")).Concat(backend.Sql("select * from sessions")).Select(row => string.Join('|', row)));

    private static async Task<string> HexOfAsync(FileInfo file)
    {
        await using var content = file.Open(FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var bytes = new MemoryStream();
        await content.CopyToAsync(bytes);
        return Convert.ToHexString(bytes.ToArray());
    }

    [GeneratedRegex("href=\"[^\"]*/auth-redirect\\?status=401&amp;action=change-email&amp;error=[^\"]+\">")]
    private static partial Regex FailureLink();
}
