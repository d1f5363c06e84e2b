using System.Net;

namespace AltogicAuth.Backend.Tests.Providers;

/// <summary>Callbacks that are altered, foreign, late, repeated or an error, and providers that fail.</summary>
public sealed class ProviderCallbackTests
{
    public static TheoryData<string> All => [.. BackendProviders.Names];

    [Theory]
    [MemberData(nameof(All))]
    public async Task Altered_state_is_rejected(string provider)
    {
        await using var backend = await ProviderBackend.StartAsync();
        var browser = backend.NewBrowser();
        var callback = backend.Fake.Consent(await browser.StartAsync(provider));
        var state = callback.Parameters["state"];

        foreach (var altered in (string[])["", "x", state[..^4] + "AAAA", state + "A", state.Replace('.', '-')])
        {
            backend.AssertRejected(await browser.ReturnAsync(callback.With("state", altered)));
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Callback_of_another_browser_signs_nobody_in(string provider)
    {
        await using var backend = await ProviderBackend.StartAsync();
        var attacker = backend.NewBrowser();
        var callback = backend.Fake.Consent(await attacker.StartAsync(provider));
        var victim = backend.NewBrowser();
        await victim.StartAsync(provider);

        backend.AssertRejected(await victim.ReturnAsync(callback));
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Callback_works_once(string provider)
    {
        await using var backend = await ProviderBackend.StartAsync();
        var browser = backend.NewBrowser();
        var callback = backend.Fake.Consent(await browser.StartAsync(provider));
        var cookies = new Dictionary<string, string>(browser.Cookies);
        Assert.Equal("200", (await browser.ReturnAsync(callback))["status"]);

        Assert.Empty(browser.Cookies);
        Assert.Equal(("401", "provider_sign_in_failed"), (await browser.ReturnAsync(callback)).Failure);
        Assert.Equal(("401", "provider_sign_in_failed"), (await new ProviderBrowser(backend.Host.NewCaller().Http, backend.Fake) { Cookies = cookies }.ReturnAsync(callback)).Failure);
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Cancelled_consent_is_told_apart(string provider)
    {
        await using var backend = await ProviderBackend.StartAsync();
        var browser = backend.NewBrowser();

        backend.AssertRejected(await browser.ReturnAsync(FakeProviders.Deny(await browser.StartAsync(provider))), code: "access_denied");
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Callback_after_15_minutes_is_rejected(string provider)
    {
        await using var backend = await ProviderBackend.StartAsync();
        var browser = backend.NewBrowser();
        var callback = backend.Fake.Consent(await browser.StartAsync(provider));

        backend.Host.Clock.Advance(TimeSpan.FromMinutes(15.1));

        backend.AssertRejected(await browser.ReturnAsync(callback));
    }

    [Fact]
    public async Task State_of_one_provider_is_rejected_at_another()
    {
        await using var backend = await ProviderBackend.StartAsync();
        var browser = backend.NewBrowser();
        var callback = backend.Fake.Consent(await browser.StartAsync("facebook"));

        backend.AssertRejected(await browser.ReturnAsync(callback with { Address = callback.Address.Replace("facebook", "twitter") }));
    }

    [Theory]
    [InlineData("google", "https://evil.example")]
    [InlineData("google", "")]
    [InlineData("github", "https://accounts.google.com")]
    [InlineData("github", "")]
    public async Task Callback_with_another_issuer_is_rejected(string provider, string issuer)
    {
        await using var backend = await ProviderBackend.StartAsync();
        var browser = backend.NewBrowser();

        backend.AssertRejected(await browser.ReturnAsync(backend.Fake.Consent(await browser.StartAsync(provider)).With("iss", issuer)));
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Callback_that_nobody_asked_for_is_rejected(string provider)
    {
        await using var backend = await ProviderBackend.StartAsync();
        var browser = backend.NewBrowser();
        var callback = $"https://backend.example.test/e:local/_auth/{provider}/callback";

        foreach (var isForm in (bool[])[false, true])
        {
            foreach (var parameters in (Dictionary<string, string>[])[[], new() { ["code"] = "x" }, new() { ["error"] = "<script>\r\n" }, new() { ["error"] = "server_error", ["state"] = "x" }])
            {
                backend.AssertRejected(await browser.ReturnAsync(new Callback(callback, parameters, isForm)));
            }
        }
    }

    [Theory]
    [InlineData("application/json", "{}")]
    [InlineData(null, "code=x")]
    [InlineData("multipart/form-data; boundary=x", "--x--")]
    public async Task Callback_in_another_format_is_rejected(string? type, string body)
    {
        await using var backend = await ProviderBackend.StartAsync();
        var content = new StringContent(body);
        content.Headers.Remove("Content-Type");
        content.Headers.TryAddWithoutValidation("Content-Type", type);

        var result = await backend.NewBrowser().SendAsync(HttpMethod.Post, "/e:local/_auth/apple/callback", content);

        backend.AssertRejected(new ProviderResult(result.Response.Headers.Location!));
    }

    [Fact]
    public async Task Sign_in_begun_on_one_node_ends_on_another()
    {
        await using var one = await ProviderBackend.StartAsync();
        await using var other = await ProviderBackend.StartAsync(one.Host.Data, fake: one.Fake);
        var begun = one.NewBrowser();
        var callback = one.Fake.Consent(await begun.StartAsync("google"));

        var ended = await new ProviderBrowser(other.Host.NewCaller().Http, one.Fake) { Cookies = begun.Cookies }.ReturnAsync(callback);

        Assert.Equal(200, (await one.GrantAsync(ended)).Status);
    }

    [Fact]
    public async Task State_of_another_backend_is_rejected()
    {
        await using var one = await ProviderBackend.StartAsync();
        await using var other = await ProviderBackend.StartAsync(fake: one.Fake);
        var begun = one.NewBrowser();
        var callback = one.Fake.Consent(await begun.StartAsync("google"));

        other.AssertRejected(await new ProviderBrowser(other.Host.NewCaller().Http, one.Fake) { Cookies = begun.Cookies }.ReturnAsync(callback));
    }

    [Theory]
    [InlineData("google", "/.well-known/openid-configuration")]
    [InlineData("discord", "/jwks")]
    public async Task Provider_that_fails_at_the_start_redirects_to_the_app(string provider, string path)
    {
        await using var backend = await ProviderBackend.StartAsync();
        backend.Fake.Respond = (uri, _) => Task.FromResult(uri.AbsolutePath == path ? new HttpResponseMessage(HttpStatusCode.InternalServerError) : null);
        var browser = backend.NewBrowser();

        var start = await browser.StartAsync(provider);

        Assert.Equal("app.example.test", start.Host);
        backend.AssertRejected(new ProviderResult(start), "503", "provider_unavailable");
    }

    [Theory]
    [InlineData("google", "token")]
    [InlineData("facebook", "me")]
    [InlineData("twitter", "token")]
    [InlineData("github", "user")]
    [InlineData("github", "emails")]
    public async Task Provider_that_fails_in_the_callback_redirects_to_the_app(string provider, string last)
    {
        await using var backend = await ProviderBackend.StartAsync();
        backend.Fake.Respond = (uri, _) => uri.AbsolutePath.EndsWith(last, StringComparison.Ordinal)
            ? throw new HttpRequestException("Connection refused")
            : Task.FromResult<HttpResponseMessage?>(null);

        var result = await backend.NewBrowser().SignInAsync(provider);

        Assert.NotEqual("500", result["status"]);
        backend.AssertRejected(result, result["status"]!, result["code"]!);
    }

    [Fact]
    [Trait("Set", "Long")]
    public async Task Call_to_a_provider_ends_after_8_seconds()
    {
        await using var backend = await ProviderBackend.StartAsync();
        backend.Fake.Respond = async (uri, cancellation) =>
        {
            await Task.Delay(uri.AbsolutePath == "/token" ? Timeout.Infinite : 0, cancellation);
            return null;
        };

        backend.AssertRejected(await backend.NewBrowser().SignInAsync("google"));
    }

    [Theory]
    [InlineData("image")]
    [InlineData("iframe")]
    [InlineData("empty")]
    public async Task Only_a_navigation_begins_a_sign_in(string destination)
    {
        await using var backend = await ProviderBackend.StartAsync();
        var browser = backend.NewBrowser();

        backend.AssertRejected(new ProviderResult(await browser.StartAsync("google", ("Sec-Fetch-Dest", destination))), "400", "invalid_request");

        Assert.Empty(browser.Cookies);
        Assert.Equal("accounts.google.com", (await browser.StartAsync("google", ("Sec-Fetch-Dest", "document"))).Host);
    }

    [Fact]
    public async Task Two_tabs_do_not_disturb_each_other()
    {
        await using var backend = await ProviderBackend.StartAsync();
        var browser = backend.NewBrowser();
        var first = backend.Fake.Consent(await browser.StartAsync("google"));
        var second = backend.Fake.Consent(await browser.StartAsync("google"));

        Assert.Equal("200", (await browser.ReturnAsync(second))["status"]);
        Assert.Equal("200", (await browser.ReturnAsync(first))["status"]);
    }

    [Fact]
    public async Task Browser_keeps_cookies_of_four_sign_ins_at_most()
    {
        await using var backend = await ProviderBackend.StartAsync();
        var browser = backend.NewBrowser();
        for (var i = 0; i < 10; i++)
        {
            await browser.StartAsync("github");
            Assert.InRange(browser.Cookies.Count, 1, 4);
        }

        Assert.All(browser.Cookies.Keys, name => Assert.StartsWith("__Host-provider.", name));
        Assert.Equal("200", (await browser.SignInAsync("github"))["status"]);
    }

    [Fact]
    public async Task Sign_ins_of_one_address_are_limited()
    {
        await using var backend = await ProviderBackend.StartAsync(settings: [("RateLimits:Enabled", "true")]);
        var browser = backend.NewBrowser();
        for (var i = 0; i < 100; i++)
        {
            await browser.ReturnAsync(new Callback("https://backend.example.test/e:local/_auth/google/callback", [], IsForm: false));
        }

        backend.AssertRejected(new ProviderResult(await browser.StartAsync("google")), "429", "rate_limit_exceeded");
    }

    [Theory]
    [InlineData("/_auth/myspace", "en", "Page not found")]
    [InlineData("/_auth/Google", "en", "Page not found")]
    [InlineData("/_auth/myspace/callback", "en", "Page not found")]
    [InlineData("/_auth/myspace", "tr", "Sayfa bulunamadı")]
    [InlineData("/_auth/myspace", "ar", "الصفحة غير موجودة")]
    public async Task Unknown_provider_is_a_404_page(string path, string language, string heading)
    {
        await using var backend = await ProviderBackend.StartAsync();

        var page = await backend.NewBrowser().SendAsync(HttpMethod.Get, $"/e:local{path}", headers: ("Accept-Language", language));

        Assert.Equal((404, "text/html"), (page.Status, page.Response.Content.Headers.ContentType?.MediaType));
        Assert.Contains($"<h1>{heading}</h1>", WebUtility.HtmlDecode(page.Body));
    }
}
