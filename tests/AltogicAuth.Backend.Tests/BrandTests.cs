using Microsoft.Extensions.Options;

namespace AltogicAuth.Backend.Tests;

public sealed class BrandTests
{
    private static readonly (string, string?)[] Settings =
        [("Brand:Name", "Käse & <b>Co</b>"), ("Brand:Url", "https://shop.example.test/"), ("Brand:Accent", "#00695c")];

    [Fact]
    public async Task Mails_have_name_address_and_colour_of_the_brand()
    {
        await using var backend = await BackendHost.StartAsync(settings: Settings);
        var (ann, email, _, _) = await backend.NewUserAsync();

        var html = (string?)(await ann.MailsAsync(email))[0]["html"];

        Assert.Contains("<a href=\"https://shop.example.test/\">K&#228;se &amp; &lt;b&gt;Co&lt;/b&gt;</a>", html);
        Assert.Contains("a { color: #00695c; }", html);
        Assert.DoesNotContain("AltogicAuth", html);
        Assert.DoesNotContain("<img", html);
    }

    [Fact]
    public async Task Pages_have_name_address_and_colour_of_the_brand()
    {
        await using var backend = await BackendHost.StartAsync(settings: Settings);
        var caller = backend.NewCaller();

        var page = await OpenAsync("/_mail");

        Assert.Contains("<title>Mailbox – K&#228;se &amp; &lt;b&gt;Co&lt;/b&gt;</title>", page);
        Assert.Contains("href=\"https://shop.example.test/\"", page);
        Assert.DoesNotContain("AltogicAuth", page);
        Assert.Contains("light-dark(#00695c, #99c3bd)", await OpenAsync("/_pages.css"));
        Assert.Contains("fill=\"#00695c\"", await OpenAsync("/_pages.svg"));
        Assert.Contains(">K</text>", await OpenAsync("/_pages.svg"));

        Task<string> OpenAsync(string path) => caller.Http.GetStringAsync($"/e:local{path}", TestContext.Current.CancellationToken);
    }

    [Theory]
    [InlineData("Brand:Name", "")]
    [InlineData("Brand:Name", "Shop\r\nBcc: eve@example.test")]
    [InlineData("Brand:Url", "javascript:alert(1)")]
    [InlineData("Brand:Accent", "red")]
    [InlineData("Brand:Accent", "#ffff00")]
    [InlineData("Brand:Accent", "#000;}")]
    [InlineData("Smtp:FromName", "Shop\r\nBcc: eve@example.test")]
    [InlineData("Smtp:From", "no-reply@example.test")]
    [InlineData("Smtp:Host", "smtp.example.test")]
    [InlineData("Smtp:User", "someone")]
    [InlineData("Smtp:Port", "70000")]
    public async Task Wrong_setting_of_mails_stops_the_start_and_is_named(string setting, string value)
    {
        var rejected = await Assert.ThrowsAsync<OptionsValidationException>(() => BackendHost.StartAsync(settings: [(setting, value)]));

        Assert.Contains(rejected.Failures, failure => failure.StartsWith($"Backend:{setting.Split(':')[0]}:", StringComparison.Ordinal));
        Assert.All(rejected.Failures, failure => Assert.DoesNotContain('\n', failure));
    }
}
