namespace AltogicAuth.Backend.Tests.Mails;

/// <summary>Mails that tell the owner of an account what was done with it.</summary>
public sealed class NoticeTests
{
    private const string Firefox = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0";
    private const string Safari = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Safari/605.1.15";

    [Theory]
    [InlineData("en", "Your password was changed – AltogicAuth", "Hello Ann,")]
    [InlineData("tr", "Şifreniz değiştirildi – AltogicAuth", "Merhaba Ann,")]
    [InlineData("ar", "تم تغيير كلمة المرور – AltogicAuth", "مرحبًا \u2068Ann\u2069،")]
    public async Task Changed_password_is_told_to_the_owner(string language, string subject, string greeting)
    {
        await using var backend = await BackendHost.StartAsync();
        var (ann, email, _, _) = await backend.NewUserAsync(Firefox);
        ann.Http.DefaultRequestHeaders.Add("Accept-Language", language);

        await ann.PostAsync("auth/change-pwd", new { oldPassword = "secret phrase", newPassword = "another phrase" });

        var notice = (await ann.MailsAsync(email))[0];
        Assert.Equal((subject, "password-changed", null), ((string?)notice["subject"], (string?)notice["action"], (string?)notice["link"]));
        Assert.StartsWith(greeting, (string?)notice["text"]);
        Assert.Contains("Firefox, Windows", (string?)notice["text"]);
        Assert.All(["text", "html"], part => Assert.DoesNotContain("key=", (string?)notice[part]));
        Assert.DoesNotContain("{{", (string?)notice["html"]);
    }

    [Fact]
    public async Task Reset_password_is_told_to_the_owner()
    {
        await using var backend = await BackendHost.StartAsync();
        var (ann, email, _, _) = await backend.NewUserAsync();
        await ann.PostAsync($"auth/send-reset?email={email}");

        await ann.PostAsync($"auth/reset-pwd?key={await ann.AccessTokenAsync(email, "reset-pwd")}", new { newPassword = "another phrase" });

        Assert.Equal("password-changed", (string?)(await ann.MailsAsync(email))[0]["action"]);
    }

    [Fact]
    public async Task Changed_address_is_told_to_the_old_one()
    {
        await using var backend = await BackendHost.StartAsync();
        var (ann, email, _, _) = await backend.NewUserAsync();
        await ann.PostAsync("auth/change-email", new { currentPassword = "secret phrase", newEmail = "next@example.test" });

        await ann.PressMailedLinkAsync("next@example.test");

        Assert.Equal("email-changed", (string?)(await ann.MailsAsync(email))[0]["action"]);
        Assert.Equal("change-email", (string?)Assert.Single(await ann.MailsAsync("next@example.test"))["action"]);
    }

    [Fact]
    public async Task Unverified_address_gets_no_notice()
    {
        await using var backend = await BackendHost.StartAsync(settings: [("EmailConfirmation", "false")]);
        var caller = backend.NewCaller();
        var signUp = await caller.PostAsync("auth/signup-email", new { email = "ann@example.test", password = "secret phrase" });
        var ann = backend.NewCaller((string)signUp.Json!["session"]!["token"]!);

        await ann.PostAsync("auth/change-pwd", new { oldPassword = "secret phrase", newPassword = "another phrase" });

        Assert.Empty(await caller.MailsAsync());
    }

    [Fact]
    public async Task Notice_names_a_browser_and_never_repeats_its_header()
    {
        await using var backend = await BackendHost.StartAsync();
        var (ann, email, _, _) = await backend.NewUserAsync("win at https://evil.example");

        await ann.PostAsync("auth/change-pwd", new { oldPassword = "secret phrase", newPassword = "another phrase" });

        Assert.DoesNotContain("evil", (string?)(await ann.MailsAsync(email))[0]["html"]);
    }

    [Theory]
    [InlineData("true", 1)]
    [InlineData("false", 0)]
    public async Task Sign_in_with_a_new_browser_is_told_where_the_setting_says_so(string setting, int notices)
    {
        await using var backend = await BackendHost.StartAsync(settings: [("SignInNotices", setting)]);
        var (ann, email, _, _) = await backend.NewUserAsync(Firefox);
        var credentials = new { email, password = "secret phrase" };
        await ann.PostAsync("auth/signin-email", credentials);

        // The second time it is known.
        await backend.NewCaller(userAgent: Safari).PostAsync("auth/signin-email", credentials);
        await backend.NewCaller(userAgent: Safari).PostAsync("auth/signin-email", credentials);

        Assert.Equal(notices, (await ann.MailsAsync(email)).Count(mail => (string?)mail["action"] == "new-browser"));
    }

    [Fact]
    public async Task Magic_link_in_a_new_browser_is_told()
    {
        await using var backend = await BackendHost.StartAsync(settings: [("SignInNotices", "true")]);
        var (ann, email, _, _) = await backend.NewUserAsync(Firefox);
        await ann.PostAsync($"auth/send-magic?email={email}");
        var token = await ann.AccessTokenAsync(email, "magic-link");

        await backend.NewCaller(userAgent: Safari).GetAsync($"auth/grant?key={token}");

        Assert.Equal("new-browser", (string?)(await ann.MailsAsync(email))[0]["action"]);
    }

    [Fact]
    public async Task Second_sign_in_by_code_in_a_browser_is_not_told()
    {
        await using var backend = await BackendHost.StartAsync(settings: [("SignInNotices", "true")]);
        var (ann, email, _, _) = await backend.NewUserAsync(Firefox);
        const string phone = "+905551234567";
        await ann.PostAsync("auth/change-phone", new { currentPassword = "secret phrase", newPhone = phone });
        await ann.PostByPhoneAsync("verify-phone", phone, await ann.CodeAsync(phone, "change-phone"));
        var safari = backend.NewCaller(userAgent: Safari);

        foreach (var notices in (int[])[1, 1])
        {
            await safari.PostByPhoneAsync("send-code", phone);
            await safari.PostByPhoneAsync("signin-code", phone, await safari.CodeAsync(phone, "signin-code"));
            Assert.Equal(notices, (await ann.MailsAsync(email)).Count(mail => (string?)mail["action"] == "new-browser"));
        }
    }
}
