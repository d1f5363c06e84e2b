using System.Text.Json.Nodes;

namespace AltogicAuth.Backend.Tests.Providers;

/// <summary>Identity tokens that are not for this client, this sign-in or this moment, and user info that names no user.</summary>
public sealed class ProviderTokenTests
{
    public static TheoryData<string, string> WrongClaims
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var provider in (string[])["google", "apple", "discord"])
            {
                foreach (var claim in (string[])["aud", "nonce", "iss", "exp"])
                {
                    data.Add(provider, claim);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(WrongClaims))]
    public async Task Identity_token_with_a_wrong_claim_is_rejected(string provider, string claim)
    {
        await using var backend = await ProviderBackend.StartAsync();
        backend.Fake.AlterIdToken = claims => claims[claim] = claim == "exp" ? DateTimeOffset.UtcNow.AddHours(-1).ToUnixTimeSeconds() : "https://evil.example";

        backend.AssertRejected(await backend.NewBrowser().SignInAsync(provider));
    }

    [Theory]
    [InlineData("google", "aud")]
    [InlineData("google", "iss")]
    [InlineData("google", "exp")]
    [InlineData("google", "sub")]
    [InlineData("google", "nonce")]
    [InlineData("apple", "nonce")]
    public async Task Identity_token_without_a_claim_is_rejected(string provider, string claim)
    {
        await using var backend = await ProviderBackend.StartAsync();
        backend.Fake.AlterIdToken = claims => claims.Remove(claim);

        backend.AssertRejected(await backend.NewBrowser().SignInAsync(provider));
    }

    [Fact]
    public async Task Discord_need_not_send_the_nonce()
    {
        await using var backend = await ProviderBackend.StartAsync();
        backend.Fake.AlterIdToken = claims => claims.Remove("nonce");

        // PKCE ties its code to the browser.
        Assert.Equal("200", (await backend.NewBrowser().SignInAsync("discord"))["status"]);
    }

    [Theory]
    [InlineData("google")]
    [InlineData("apple")]
    [InlineData("discord")]
    public async Task Identity_token_with_a_foreign_signature_is_rejected(string provider)
    {
        await using var backend = await ProviderBackend.StartAsync();
        backend.Fake.SignsWithForeignKey = true;

        backend.AssertRejected(await backend.NewBrowser().SignInAsync(provider));
    }

    [Theory]
    [InlineData("google")]
    [InlineData("apple")]
    [InlineData("discord")]
    public async Task Identity_token_with_algorithm_none_is_rejected(string provider)
    {
        await using var backend = await ProviderBackend.StartAsync();
        backend.Fake.SignsNothing = true;

        backend.AssertRejected(await backend.NewBrowser().SignInAsync(provider));
    }

    [Theory]
    [InlineData("google")]
    [InlineData("apple")]
    [InlineData("discord")]
    public async Task Missing_identity_token_is_rejected(string provider)
    {
        await using var backend = await ProviderBackend.StartAsync();
        backend.Fake.OmitsIdToken = true;

        backend.AssertRejected(await backend.NewBrowser().SignInAsync(provider));
    }

    [Theory]
    [InlineData("google", "sub")]
    [InlineData("discord", "sub")]
    [InlineData("discord", "id")]
    public async Task User_info_of_another_subject_is_rejected(string provider, string field)
    {
        await using var backend = await ProviderBackend.StartAsync();
        backend.Fake.AlterUserInfo = info => info[field] = "999";

        backend.AssertRejected(await backend.NewBrowser().SignInAsync(provider));
    }

    [Theory]
    [InlineData("facebook")]
    [InlineData("twitter")]
    [InlineData("github")]
    public async Task User_info_without_an_id_is_rejected(string provider)
    {
        await using var backend = await ProviderBackend.StartAsync();
        backend.Fake.AlterUserInfo = info => (info["data"] as JsonObject ?? info).Remove("id");

        backend.AssertRejected(await backend.NewBrowser().SignInAsync(provider));
    }

    [Theory]
    [InlineData("facebook", "")]
    [InlineData("twitter", "two words")]
    [InlineData("facebook", "\u0000")]
    [InlineData("twitter", "{\"a\":1}")]
    public async Task User_info_with_an_unusable_id_is_rejected(string provider, string id)
    {
        await using var backend = await ProviderBackend.StartAsync();
        backend.Fake.AlterUserInfo = info => (info["data"] as JsonObject ?? info)["id"] = id.StartsWith('{') ? JsonNode.Parse(id) : id;

        backend.AssertRejected(await backend.NewBrowser().SignInAsync(provider));
    }

    [Theory]
    [InlineData("facebook")]
    [InlineData("twitter")]
    [InlineData("github")]
    public async Task User_info_that_is_too_large_is_rejected(string provider)
    {
        await using var backend = await ProviderBackend.StartAsync();
        backend.Fake.AlterUserInfo = info => info["bio"] = new string('x', 300 * 1024);

        backend.AssertRejected(await backend.NewBrowser().SignInAsync(provider));
    }

    [Theory]
    [InlineData("facebook", "<html>Sorry</html>", "text/html")]
    [InlineData("twitter", "not JSON", "application/json")]
    [InlineData("github", "[]", "application/json")]
    [InlineData("github", "{\"id\":1,\"name\":\"\\ud800\"}", "application/json")]
    public async Task User_info_that_is_not_a_JSON_object_is_rejected(string provider, string body, string type)
    {
        await using var backend = await ProviderBackend.StartAsync();
        backend.Fake.Respond = (uri, _) => Task.FromResult(uri.AbsolutePath.EndsWith("me", StringComparison.Ordinal) || uri.AbsolutePath == "/user"
            ? new HttpResponseMessage { Content = new StringContent(body, System.Text.Encoding.UTF8, type) }
            : null);

        var result = await backend.NewBrowser().SignInAsync(provider);

        Assert.NotEqual("200", result["status"]);
        Assert.Empty(backend.Host.Sql("select user_id from sign_in_methods where kind <> 'password'"));
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("[{\"email\":\"ann@example.test\",\"primary\":true,\"verified\":false}]")]
    [InlineData("[{\"email\":\"ann@example.test\",\"primary\":false,\"verified\":true}]")]
    [InlineData("[null]")]
    public async Task GitHub_address_counts_only_if_primary_and_verified(string emails)
    {
        await using var backend = await ProviderBackend.StartAsync();
        backend.Fake.Respond = (uri, _) => Task.FromResult(uri.AbsolutePath == "/user/emails" ? new HttpResponseMessage { Content = new StringContent(emails) } : null);

        var granted = await backend.GrantAsync(await backend.NewBrowser().SignInAsync("github"));

        Assert.Null((string?)granted.Json!["user"]!["email"]);
    }
}
