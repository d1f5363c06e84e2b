using AltogicAuth.Backend.Accounts;
using Microsoft.Extensions.DependencyInjection;

namespace AltogicAuth.Backend.Tests.Providers;

/// <summary>Which account a sign-in at a provider leads to: section 2.4 of the contract.</summary>
public sealed class ProviderAccountTests
{
    private const string Email = "ann@example.test";
    private const string Password = "secret phrase";

    [Fact]
    public async Task Later_sign_in_finds_the_user_and_changes_nothing()
    {
        await using var backend = await ProviderBackend.StartAsync();
        var first = (await backend.SignInAsync("google", new FakeUser())).Json!;
        var ann = backend.Host.NewCaller((string)first["session"]!["token"]!);
        var id = (string)first["user"]!["_id"]!;
        await ann.PostAsync("db/object/update", new { id, model = "users", values = new { name = "Ann B", profilePicture = "https://own.example/1.png" } });
        backend.Host.Clock.Advance(TimeSpan.FromMinutes(1));

        var later = (await backend.SignInAsync("google", new FakeUser(Email: "new@example.test", Name: "Someone Else"))).Json!["user"]!;

        Assert.Equal((id, "Ann B", "https://own.example/1.png"), ((string?)later["_id"], (string?)later["name"], (string?)later["profilePicture"]));
        Assert.Equal((Email, true), ((string?)later["email"], (bool?)later["emailVerified"]));
        Assert.NotEqual((string?)first["user"]!["lastLoginAt"], (string?)later["lastLoginAt"]);
    }

    [Fact]
    public async Task Equal_ids_of_two_providers_are_two_users()
    {
        await using var backend = await ProviderBackend.StartAsync();

        var facebook = (await backend.SignInAsync("facebook", new FakeUser())).Json!["user"]!;
        var twitter = (await backend.SignInAsync("twitter", new FakeUser())).Json!["user"]!;

        Assert.NotEqual((string?)facebook["_id"], (string?)twitter["_id"]);
    }

    [Theory]
    [InlineData("true", true)]
    [InlineData("True", true)]
    [InlineData("false", false)]
    [InlineData("yes", false)]
    public async Task Address_counts_only_if_every_flag_says_verified(string flag, bool isStored)
    {
        await using var backend = await ProviderBackend.StartAsync();
        backend.Fake.AlterUserInfo = info => info["email_verified"] = flag;

        var user = (await backend.SignInAsync("google", new FakeUser())).Json!["user"]!;

        Assert.Equal(isStored ? Email : null, (string?)user["email"]);
    }

    [Fact]
    public async Task Address_counts_only_if_a_flag_says_verified()
    {
        await using var backend = await ProviderBackend.StartAsync();
        backend.Fake.AlterIdToken = claims => claims.Remove("email_verified");

        Assert.Null((string?)(await backend.SignInAsync("apple", new FakeUser())).Json!["user"]!["email"]);
    }

    [Theory]
    [InlineData("google")]
    [InlineData("discord")]
    [InlineData("github")]
    [InlineData("apple")]
    public async Task Unverified_address_is_not_stored_and_takes_nothing(string provider)
    {
        await using var backend = await ProviderBackend.StartAsync();
        await SignUpAsync(backend, confirm: true);

        var user = (await backend.SignInAsync(provider, new FakeUser(IsVerified: false))).Json!["user"]!;

        Assert.Null((string?)user["email"]);
        Assert.Equal(200, (await SignInWithPasswordAsync(backend)).Status);
    }

    [Theory]
    [InlineData(Email)]
    [InlineData("ANN@Example.test")]
    public async Task Address_of_a_verified_account_is_rejected(string email)
    {
        await using var backend = await ProviderBackend.StartAsync();
        await SignUpAsync(backend, confirm: true);
        backend.Fake.User = new FakeUser(Email: email);

        backend.AssertRejected(await backend.NewBrowser().SignInAsync("google"), code: "email_not_unique");

        Assert.Equal(200, (await SignInWithPasswordAsync(backend)).Status);
    }

    [Theory]
    [InlineData("github", "google")]
    [InlineData("google", "apple")]
    [InlineData("apple", "discord")]
    [InlineData("discord", "github")]
    public async Task Address_of_another_provider_is_rejected(string holder, string provider)
    {
        await using var backend = await ProviderBackend.StartAsync();
        var held = await backend.SignInAsync(holder, new FakeUser());

        var rejected = await backend.NewBrowser().SignInAsync(provider);

        Assert.Equal(("401", "email_not_unique"), rejected.Failure);
        Assert.Equal((string?)held.Json!["user"]!["_id"], (string?)(await backend.SignInAsync(holder, new FakeUser())).Json!["user"]!["_id"]);
    }

    [Fact]
    public async Task Unconfirmed_account_gives_way_to_a_verified_address()
    {
        await using var backend = await ProviderBackend.StartAsync();
        var stranger = await SignUpAsync(backend, confirm: false);
        var strangersLink = await backend.Host.NewCaller().AccessTokenAsync(Email, "email-confirm");

        var user = (await backend.SignInAsync("google", new FakeUser())).Json!["user"]!;

        Assert.NotEqual(stranger, (string?)user["_id"]);
        Assert.Equal((Email, true), ((string?)user["email"], (bool?)user["emailVerified"]));
        Assert.Equal("invalid_provider_sign_in", (await SignInWithPasswordAsync(backend)).Code);
        Assert.Equal("invalid_access_token", (await backend.Host.NewCaller().GetAsync($"auth/grant?key={strangersLink}")).Code);
    }

    [Fact]
    public async Task Unconfirmed_account_loses_its_sessions_too()
    {
        // Its sessions are of a time without confirmation.
        await using var before = await ProviderBackend.StartAsync(settings: [("EmailConfirmation", "false")]);
        var signUp = await before.Host.NewCaller().PostAsync("auth/signup-email", new { email = Email, password = Password });
        await using var backend = await ProviderBackend.StartAsync(before.Host.Data);

        await backend.SignInAsync("google", new FakeUser());

        Assert.Equal("invalid_session_token", (await backend.Host.NewCaller((string)signUp.Json!["session"]!["token"]!).GetAsync("auth/user")).Code);
    }

    [Fact]
    public async Task Without_confirmation_every_taken_address_is_rejected()
    {
        await using var backend = await ProviderBackend.StartAsync(settings: [("EmailConfirmation", "false")]);
        await SignUpAsync(backend, confirm: false);

        backend.AssertRejected(await backend.NewBrowser().SignInAsync("google"), code: "email_not_unique");

        Assert.Equal(200, (await SignInWithPasswordAsync(backend)).Status);
    }

    [Fact]
    public async Task Sign_up_with_the_address_of_a_provider_is_rejected()
    {
        await using var backend = await ProviderBackend.StartAsync();
        await backend.SignInAsync("google", new FakeUser());

        Assert.Equal("email_not_unique", (await backend.Host.NewCaller().PostAsync("auth/signup-email", new { email = Email, password = Password })).Code);
    }

    [Fact]
    public async Task Nothing_is_mailed_that_signs_in_to_an_account_of_a_provider()
    {
        await using var backend = await ProviderBackend.StartAsync();
        var granted = (await backend.SignInAsync("google", new FakeUser())).Json!;
        var ann = backend.Host.NewCaller((string)granted["session"]!["token"]!);

        Assert.Equal("invalid_provider_sign_in", (await SignInWithPasswordAsync(backend)).Code);
        foreach (var call in (Task<ApiResult>[])
                 [
                     ann.PostAsync($"auth/send-magic?email={Email}"), ann.PostAsync($"auth/send-reset?email={Email}"), ann.PostAsync($"auth/resend?email={Email}"),
                     ann.PostAsync("auth/change-pwd", new { oldPassword = "", newPassword = Password }),
                     ann.PostAsync("auth/change-email", new { currentPassword = "", newEmail = "new@example.test" }),
                 ])
        {
            Assert.Equal((401, "invalid_provider"), ((await call).Status, (await call).Code));
        }

        Assert.Empty(await ann.MailsAsync());
    }

    [Fact]
    public async Task Access_token_works_once_for_ten_minutes_and_resets_no_password()
    {
        await using var backend = await ProviderBackend.StartAsync();
        var caller = backend.Host.NewCaller();
        var used = await backend.NewBrowser().SignInAsync("google");
        var late = await backend.NewBrowser().SignInAsync("google");

        Assert.Equal("invalid_token_type", (await caller.PostAsync($"auth/reset-pwd?key={used.AccessToken}", new { newPassword = Password })).Code);
        Assert.Equal(200, (await backend.GrantAsync(used)).Status);
        Assert.Equal("invalid_access_token", (await backend.GrantAsync(used)).Code);
        backend.Host.Clock.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal("invalid_access_token", (await backend.GrantAsync(late)).Code);
    }

    [Fact]
    public async Task Concurrent_first_sign_ins_create_one_user()
    {
        await using var backend = await ProviderBackend.StartAsync();
        var callbacks = new List<(ProviderBrowser Browser, Callback Callback)>();
        for (var i = 0; i < 8; i++)
        {
            var browser = backend.NewBrowser();
            callbacks.Add((browser, backend.Fake.Consent(await browser.StartAsync("google"))));
        }

        var results = await Task.WhenAll(callbacks.Select(one => one.Browser.ReturnAsync(one.Callback)));

        Assert.All(results, result => Assert.Equal("200", result["status"]));
        Assert.Single(backend.Host.Sql("select user_id from sign_in_methods where kind = 'google'"));
        Assert.Single(backend.Host.Sql($"select id from users where email = '{Email}'"));
    }

    [Fact]
    public async Task User_without_an_address_is_not_purged()
    {
        await using var backend = await ProviderBackend.StartAsync();
        var user = (await backend.SignInAsync("twitter", new FakeUser())).Json!["user"]!;
        backend.Host.Clock.Advance(TimeSpan.FromDays(60));
        backend.Host.Sql("delete from sessions");

        await backend.Host.Services.GetRequiredService<Users>().PurgeUnconfirmedAsync(1_000);

        Assert.Single(backend.Host.Sql($"select id from users where id = '{user["_id"]}'"));
    }

    [Fact]
    public async Task Sign_up_and_sign_in_are_recorded()
    {
        await using var backend = await ProviderBackend.StartAsync();

        var user = (await backend.SignInAsync("google", new FakeUser())).Json!["user"]!;

        Assert.Equal(["sign-up", "sign-in-by-provider"], backend.Host.Sql($"select kind from audit where user_id = '{user["_id"]}' order by number").Select(row => row[0]));
    }

    [Theory]
    [InlineData(" Ann\r\nB ", "Ann  B")]
    [InlineData("   ", null)]
    public async Task Name_is_one_line(string given, string? stored)
    {
        await using var backend = await ProviderBackend.StartAsync();

        Assert.Equal(stored, (string?)(await backend.SignInAsync("twitter", new FakeUser(Name: given))).Json!["user"]!["name"]);
    }

    [Fact]
    public async Task Long_name_is_cut_between_characters()
    {
        await using var backend = await ProviderBackend.StartAsync();

        var name = (string?)(await backend.SignInAsync("twitter", new FakeUser(Name: string.Concat(Enumerable.Repeat("😀", 200))))).Json!["user"]!["name"];

        Assert.Equal(string.Concat(Enumerable.Repeat("😀", 50)), name);
    }

    private static async Task<string> SignUpAsync(ProviderBackend backend, bool confirm)
    {
        var caller = backend.Host.NewCaller();
        var user = (await caller.PostAsync("auth/signup-email", new { email = Email, password = Password })).Json!["user"]!;
        if (confirm)
        {
            await caller.GetAsync($"auth/grant?key={await caller.AccessTokenAsync(Email, "email-confirm")}");
        }

        return (string)user["_id"]!;
    }

    private static Task<ApiResult> SignInWithPasswordAsync(ProviderBackend backend) =>
        backend.Host.NewCaller().PostAsync("auth/signin-email", new { email = Email, password = Password });
}
