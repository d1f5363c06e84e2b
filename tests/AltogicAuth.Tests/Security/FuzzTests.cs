using System.IO.Pipelines;
using System.Net;
using System.Text;
using AltogicAuth.Tests.App;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace AltogicAuth.Tests.Security;

/// <summary>
/// Seeded rubbish for every form, over a socket, half of it with valid antiforgery tokens: no 5xx, no markup that comes
/// back alive, no redirect off the site.
/// </summary>
public sealed class FuzzTests
{
    private const int Requests = 5_000;
    private const int Seed = 20_240_601;

    private static readonly string[] Rubbish =
    [
        "", " ", "\0", "<script>fuzz()</script>", "\"><img src=x onerror=fuzz()>", "'; drop table users; --", "{$gt:\"\"}", "{{7*7}}", "${jndi:ldap://x}",
        "%00", "%0d%0aSet-Cookie: fuzz=1", "\r\nBcc: all@example.test", "../../../etc/passwd", "//evil.example", "/\\evil.example", "https://evil.example",
        "javascript:fuzz()", "ａｄｍｉｎ＠ｘ", "\u202Egnp.exe", "👩‍🚀", "İıŞş", "NaN", "-1", "99999999999999999999", "true", "null", "[]", "{}", "a@b", "a@b.c",
        new string('A', 300), new string('é', 5_000), new string('(', 2_000) + "a+)+$", "ann@example.test", "a fine long phrase",
    ];

    private static readonly (string Page, string Address, string[] Fields)[] Forms =
    [
        ("/login", "/login", ["Input.Email", "Input.Password", "Input.RememberMe", "returnUrl"]),
        ("/register", "/register", ["Input.Name", "Input.Email", "Input.Password", "Input.AcceptedEmail"]),
        ("/login-with-magic-link", "/login-with-magic-link", ["Input.Email", "ReturnUrl"]),
        ("/forgot-password", "/forgot-password", ["Input.Email"]),
        ("/resend-verification", "/resend-verification", ["Input.Email", "ReturnUrl"]),
        ("/login", "/auth-redirect?handler=Reset", ["Reset.Email", "Reset.NewPassword"]),
        ("/login", "/auth-redirect?handler=Decline", ["x"]),
        ("/login", "/preferences", ["theme", "language", "returnUrl"]),
        ("/profile", "/profile?handler=Name", ["NameForm.Name"]),
        ("/profile", "/profile?handler=EndSession", ["id"]),
        ("/profile", "/profile/email", ["Input.Email", "Input.CurrentPassword"]),
        ("/profile", "/profile/password", ["Input.CurrentPassword", "Input.NewPassword", "Input.KeepOtherSessions"]),
        ("/profile", "/profile/photo", ["Photo"]),
        ("/profile", "/profile/step-up-link", ["ReturnUrl"]),
    ];

    [Fact]
    public async Task Five_thousand_requests_of_rubbish_do_no_harm()
    {
        await using var app = new TestApp { OnSocket = true };
        app.UseKestrel(0);
        app.StartServer();
        var random = new Random(Seed);
        var address = app.ClientOptions.BaseAddress;
        using var strangers = NewBrowser(address);
        using var members = NewBrowser(address);
        await LogInAsync(members);
        var tokens = new Dictionary<string, string>
        {
            ["/login"] = await TokenAsync(strangers, "/login"),
            ["/profile"] = await TokenAsync(members, "/profile"),
        };

        for (var i = 0; i < Requests; i++)
        {
            var (page, target, fields) = Forms[random.Next(Forms.Length)];
            var browser = page == "/profile" ? members : strangers;
            var token = i % 2 == 0 ? tokens[page == "/profile" ? "/profile" : "/login"] : Pick(random);
            using var request = new HttpRequestMessage(HttpMethod.Post, WithQuery(random, target)) { Content = Body(random, fields, token) };
            using var answer = await browser.SendAsync(request);

            var what = $"request {i}: {request.RequestUri}";
            Assert.True((int)answer.StatusCode < 500, $"{what}: {(int)answer.StatusCode}");
            Assert.True(answer.Headers.Location is not { } location || location.OriginalString is ['/', not '/' and not '\\', ..] or "/", $"{what} leads to {answer.Headers.Location}");
            if (answer.Content.Headers.ContentType?.MediaType == "text/html")
            {
                var html = await answer.Content.ReadAsStringAsync();
                Assert.False(html.Contains("<script>fuzz", StringComparison.Ordinal) || html.Contains("<img src=x", StringComparison.Ordinal), $"{what} reflects markup");
            }
        }
    }

    [Theory]
    [InlineData("multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; name=\"Photo\"; filename=\"a")]
    [InlineData("multipart/form-data", "no boundary")]
    [InlineData("application/json", "{\"Input\":1}")]
    [InlineData("text/plain", "x")]
    [InlineData("application/x-www-form-urlencoded", "%%%=%zz&&&===")]
    public async Task Mangled_bodies_are_refused(string type, string body)
    {
        await using var app = new TestApp();
        var content = new StringContent(body);
        content.Headers.ContentType = System.Net.Http.Headers.MediaTypeHeaderValue.Parse(type);

        var answer = await app.NewVisitor().SendAsync(new HttpRequestMessage(HttpMethod.Post, "/login") { Content = content });

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.NotNull(answer.Heading);
    }

    [Theory]
    [InlineData(StatusCodes.Status400BadRequest, "That did not work")]
    [InlineData(StatusCodes.Status413PayloadTooLarge, "That was too large")]
    public async Task A_body_that_the_server_gives_up_on_is_refused_with_its_status(int status, string heading)
    {
        await using var app = new TestApp { Wire = services => services.AddSingleton<IStartupFilter>(new GivenUp(status)) };

        var answer = await app.NewVisitor().PostAsync("/login", [KeyValuePair.Create("Input.Email", "ann@example.test")]);

        Assert.Equal((status, heading), ((int)answer.Status, answer.Heading));
    }

    [Fact]
    public async Task A_hundred_thousand_fields_are_refused()
    {
        await using var app = new TestApp();
        var body = new StringContent(string.Join('&', Enumerable.Range(0, 100_000).Select(i => $"f{i}=1")), Encoding.ASCII, "application/x-www-form-urlencoded");

        var answer = await app.NewVisitor().SendAsync(new HttpRequestMessage(HttpMethod.Post, "/login") { Content = body });

        Assert.True(answer.Status is HttpStatusCode.BadRequest or HttpStatusCode.RequestEntityTooLarge, $"{answer.Status}");
        Assert.NotNull(answer.Heading);
    }

    private static HttpClient NewBrowser(Uri address) =>
        new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = true }) { BaseAddress = address, Timeout = Timeout.InfiniteTimeSpan };

    private static async Task LogInAsync(HttpClient browser)
    {
        var page = await ReadAsync(browser, "/login");
        var fields = page.FieldsOf(page.Form("main form")).Where(field => !field.Key.StartsWith("Input", StringComparison.Ordinal));
        var login = await browser.PostAsync("/login", new FormUrlEncodedContent(
        [
            .. fields, KeyValuePair.Create("Input.Email", LocalBackend.DemoUser.Email), KeyValuePair.Create("Input.Password", LocalBackend.DemoUser.Password),
        ]));
        Assert.Equal(HttpStatusCode.SeeOther, login.StatusCode);
    }

    private static async Task<string> TokenAsync(HttpClient browser, string address)
    {
        var page = await ReadAsync(browser, address);
        return page.FieldsOf(page.Form("main form")).First(field => field.Key == "__RequestVerificationToken").Value;
    }

    private static async Task<Page> ReadAsync(HttpClient browser, string address)
    {
        var answer = await browser.GetAsync(address);
        return await Page.ReadAsync(address, answer, await answer.Content.ReadAsByteArrayAsync());
    }

    private static string WithQuery(Random random, string target) => random.Next(3) != 0
        ? target
        : $"{target}{(target.Contains('?') ? '&' : '?')}returnUrl={Uri.EscapeDataString(Pick(random))}";

    private static HttpContent Body(Random random, string[] fields, string token)
    {
        var pairs = fields.Where(_ => random.Next(8) != 0)
            .SelectMany(field => Enumerable.Repeat(field, random.Next(10) == 0 ? 2 : 1))
            .Select(field => KeyValuePair.Create(field, Pick(random)))
            .Append(KeyValuePair.Create("__RequestVerificationToken", token)).ToList();
        if (random.Next(6) != 0 && fields is not ["Photo"])
        {
            return new FormUrlEncodedContent(pairs);
        }

        var form = new MultipartFormDataContent();
        foreach (var (name, value) in pairs.Where(pair => pair.Key != "Photo"))
        {
            form.Add(new StringContent(value), name);
        }

        var junk = new byte[random.Next(400)];
        random.NextBytes(junk);
        form.Add(new ByteArrayContent([.. random.Next(2) == 0 ? new byte[] { 0xFF, 0xD8, 0xFF } : "GIF89a"u8.ToArray(), .. junk]), "Photo", "../x.png");
        return form;
    }

    /// <summary>As Kestrel breaks off: a read of the body fails with a status.</summary>
    private sealed class GivenUp(int status) : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.Use((http, following) =>
            {
                if (HttpMethods.IsPost(http.Request.Method))
                {
                    var body = new Pipe();
                    body.Writer.Complete(new BadHttpRequestException("given up", status));
                    http.Request.Body = body.Reader.AsStream();
                }

                return following(http);
            });
            next(app);
        };
    }

    private static string Pick(Random random) => Rubbish[random.Next(Rubbish.Length)];
}
