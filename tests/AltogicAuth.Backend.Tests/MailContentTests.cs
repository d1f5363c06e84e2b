namespace AltogicAuth.Backend.Tests;

/// <summary>What mails say that depends on their user and on the settings.</summary>
public sealed class MailContentTests
{
    private const string Lure = "win at https://evil.example";

    [Fact]
    public async Task Mail_to_an_unverified_address_has_no_text_of_its_sender()
    {
        await using var backend = await BackendHost.StartAsync();
        var sender = backend.NewCaller();
        await sender.PostAsync("auth/signup-email", new { email = "ann@example.test", password = "secret phrase", nameOrUserData = Lure });
        await sender.PostAsync("auth/resend?email=ann@example.test");
        var (caller, _, id, _) = await backend.NewUserAsync();
        await caller.PostAsync("db/object/update", new { model = "users", id, values = new { name = Lure } });
        await caller.PostAsync("auth/change-email", new { currentPassword = "secret phrase", newEmail = "ann@example.net" });

        var mails = (await sender.MailsAsync("ann@example.test")).Concat(await sender.MailsAsync("ann@example.net")).ToList();

        Assert.Equal(["email-confirm", "email-confirm", "change-email"], mails.Select(mail => (string)mail["action"]!));
        Assert.All(mails, mail => Assert.DoesNotContain("evil", mail.ToJsonString()));
        Assert.All(mails, mail => Assert.Contains("Hello,\n", (string?)mail["text"]));
    }

    [Fact]
    public async Task Own_templates_omit_the_senders_text_for_unverified_addresses()
    {
        await using var backend = await BackendHost.StartAsync();
        foreach (var action in (string[])["email-confirm", "change-email"])
        {
            var file = Path.Combine(backend.Data.FullName, "mail-templates", action);
            await File.WriteAllTextAsync($"{file}.txt", "Subject: Hi {{user.name}}\n\nHi {{user.name}} at {{user.email}}", TestContext.Current.CancellationToken);
            await File.WriteAllTextAsync($"{file}.html", "<p>Hi {{user.name}} at {{user.email}}</p>", TestContext.Current.CancellationToken);
        }

        var caller = backend.NewCaller();
        await caller.PostAsync("auth/signup-email", new { email = "win-at.evil.example@sender.test", password = "secret phrase", nameOrUserData = Lure });
        var token = await caller.AccessTokenAsync("win-at.evil.example@sender.test", "email-confirm");
        var session = (string)(await caller.GetAsync($"auth/grant?key={token}")).Json!["session"]!["token"]!;
        await backend.NewCaller(session).PostAsync("auth/change-email", new { currentPassword = "secret phrase", newEmail = "ann@example.net" });

        var confirm = Assert.Single(await caller.MailsAsync("win-at.evil.example@sender.test"));
        var change = Assert.Single(await caller.MailsAsync("ann@example.net"));

        Assert.Equal(("Hi", "Hi  at win-at.evil.example@sender.test"), ((string?)confirm["subject"], (string?)confirm["text"]));
        Assert.Equal(("Hi", "Hi  at ann@example.net"), ((string?)change["subject"], (string?)change["text"]));
        Assert.DoesNotContain("evil", change.ToJsonString());
    }

    [Theory]
    [InlineData("Ann Lovelace", "Ann Lovelace")]
    [InlineData("J.R.R. Tolkien", "J.R.R. Tolkien")]
    [InlineData("Ann\r\nBcc: x", "Ann Bcc: x")]
    [InlineData("Ann\u2028Bob\u2029\u0085", "Ann Bob")]
    [InlineData("Ann \u202Enna\u202C \u2066x\u2069", "Ann nna x")]
    [InlineData("\u202E\u2069", null)]
    [InlineData("win at https://evil.example", null)]
    [InlineData("WWW.evil", null)]
    [InlineData("evil.example/win", null)]
    [InlineData("ｅｖｉｌ．ｅｘａｍｐｌｅ", null)]
    [InlineData("evil。example", null)]
    [InlineData("ev\u202Eil.exa\u202Cmple", null)]
    [InlineData("http://1.2.3.4", null)]
    [InlineData("me@evil.example", null)]
    [InlineData("", null)]
    public async Task A_name_in_a_mail_is_one_line_and_no_link(string name, string? shown)
    {
        await using var backend = await BackendHost.StartAsync();
        var (caller, email, id, _) = await backend.NewUserAsync();
        await caller.PostAsync("db/object/update", new { model = "users", id, values = new { name } });

        await caller.PostAsync($"auth/send-magic?email={email}");

        var mail = (await caller.MailsAsync(email))[0];
        Assert.StartsWith($"Hello {shown ?? email},\n", (string?)mail["text"]);
        Assert.Contains($"<p>Hello <bdi>{System.Net.WebUtility.HtmlEncode(shown ?? email)}</bdi>,</p>", (string?)mail["html"]);
    }

    [Fact]
    public async Task Too_long_name_is_replaced_by_the_address_in_mails()
    {
        await using var backend = await BackendHost.StartAsync();
        var (caller, email, id, _) = await backend.NewUserAsync();
        await caller.PostAsync("db/object/update", new { model = "users", id, values = new { name = new string('x', 101) } });

        await caller.PostAsync($"auth/send-magic?email={email}");

        Assert.StartsWith($"Hello {email},\n", (string?)(await caller.MailsAsync(email))[0]["text"]);
    }

    [Theory]
    [InlineData("LinkLifetime", "01:00:00", "1 hour", "1 saat", "ساعة واحدة")]
    [InlineData("LinkLifetime", "02:00:00", "2 hours", "2 saat", "ساعتين")]
    [InlineData("LinkLifetime", "01:30:00", "90 minutes", "90 dakika", "90 دقيقة")]
    [InlineData("LinkLifetime", "1.00:00:00", "1 day", "1 gün", "يوم واحد")]
    [InlineData("LinkLifetime", "2.00:00:00", "2 days", "2 gün", "يومين")]
    [InlineData("LinkLifetime", "1.12:00:00", "36 hours", "36 saat", "36 ساعة")]
    [InlineData("LinkLifetime", "00:01:30", "90 seconds", "90 saniye", "90 ثانية")]
    [InlineData("LinkLifetime", "00:10:00.5", "10 minutes", "10 dakika", "10 دقائق")]
    [InlineData("MagicLinkLifetime", "00:01:00", "1 minute", "1 dakika", "دقيقة واحدة")]
    [InlineData("MagicLinkLifetime", "00:20:00", "20 minutes", "20 dakika", "20 دقيقة")]
    public async Task A_mail_states_the_configured_lifetime(string setting, string value, string english, string turkish, string arabic)
    {
        await using var backend = await BackendHost.StartAsync(settings: [(setting, value)]);
        var (caller, email, _, _) = await backend.NewUserAsync();
        foreach (var (language, words) in ((string, string)[])[("en", $"within {english}."), ("tr", $"kez ve {turkish} içinde"), ("ar", $"خلال {arabic}.")])
        {
            caller.Http.DefaultRequestHeaders.Remove("Accept-Language");
            caller.Http.DefaultRequestHeaders.Add("Accept-Language", language);
            string[] calls = setting == "MagicLinkLifetime" ? ["auth/send-magic"] : ["auth/send-reset", "auth/change-email"];
            foreach (var call in calls)
            {
                Assert.Equal(200, (await caller.PostAsync($"{call}?email={email}", new { currentPassword = "secret phrase", newEmail = "next@example.test" })).Status);
                var mail = (await caller.MailsAsync(call == "auth/change-email" ? "next@example.test" : email))[0];
                Assert.Contains(words, (string?)mail["text"]);
                Assert.Contains(words, System.Net.WebUtility.HtmlDecode((string?)mail["html"]));
            }
        }
    }

    [Fact]
    public async Task A_template_in_another_language_can_state_the_lifetime_in_minutes()
    {
        await using var backend = await BackendHost.StartAsync();
        var (caller, email, _, _) = await backend.NewUserAsync();
        var file = Path.Combine(backend.Data.FullName, "mail-templates", "magic-link.de");
        await File.WriteAllTextAsync($"{file}.txt", "Subject: Link\n\n{{token.lifetimeMinutes}} Minuten", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync($"{file}.html", "x", TestContext.Current.CancellationToken);
        caller.Http.DefaultRequestHeaders.Add("Accept-Language", "de");

        await caller.PostAsync($"auth/send-magic?email={email}");

        Assert.Equal("10 Minuten", (string?)(await caller.MailsAsync(email))[0]["text"]);
    }
}
