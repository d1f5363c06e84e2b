using System.Net;
using AltogicAuth.Tests.App;
using AltogicAuth.Tests.RateLimiting;

namespace AltogicAuth.Tests.Pages;

public sealed class PasswordRulesTests(TestApp app)
{
    [Theory]
    [InlineData("password123", "This password is one of the first that attackers try.")]
    [InlineData("ada lovelace", "This password is made of your own name or address.")]
    [InlineData("a fine long phrase", "")]
    [InlineData("short", "")] // the script knows the length itself
    public async Task Broken_rule_is_named(string password, string text)
    {
        var page = await CheckAsync(app.NewVisitor(), password);

        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.StartsWith(text, page.Text);
        Assert.Equal(text.Length == 0, page.Text.Length == 0);
    }

    [Fact]
    public async Task Thousands_of_words_in_the_address_cause_no_error()
    {
        var words = string.Join('.', Enumerable.Range(0, 4_000).Select(i => $"{(char)('a' + i % 26)}{(char)('a' + i / 26 % 26)}{(char)('a' + i / 676)}x"));

        var page = await CheckAsync(app.NewVisitor(), "aaaxbaax1", words);

        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.StartsWith("This password is made of your own name or address.", page.Text);
    }

    [Fact]
    public async Task Check_without_the_antiforgery_token_is_rejected()
    {
        var visitor = app.NewVisitor();
        await visitor.OpenAsync("/register");

        Assert.Equal(HttpStatusCode.BadRequest, (await visitor.PostAsync("/password-rules", [KeyValuePair.Create("password", "password123")])).Status);
    }

    [Fact]
    public async Task Checks_are_limited_and_count_apart_from_sign_ins()
    {
        await using var own = new LimitedApp(("RateLimits:PasswordRules:AddressPermitLimit", "2"));
        var user = await own.NewUserAsync();
        var visitor = own.NewVisitor();
        for (var i = 0; i < 2; i++)
        {
            Assert.Equal(HttpStatusCode.OK, (await CheckAsync(visitor, "password123")).Status);
        }

        Assert.Equal(HttpStatusCode.TooManyRequests, (await CheckAsync(visitor, "password123")).Status);
        Assert.Equal("/profile", (await visitor.LogInAsync(user)).Address);
    }

    private static async Task<Page> CheckAsync(Visitor visitor, string password, string email = "ada@example.test")
    {
        var form = await visitor.OpenAsync("/register");
        var token = form.FieldsOf(form.Form("main form")).Where(field => field.Key == "__RequestVerificationToken");
        return await visitor.PostAsync("/password-rules", [.. token,
            KeyValuePair.Create("password", password), KeyValuePair.Create("name", "Ada Lovelace"), KeyValuePair.Create("email", email)]);
    }
}
