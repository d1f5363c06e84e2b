using System.Net;
using AltogicAuth.Passwords;
using AltogicAuth.Tests.App;
using AltogicAuth.Web;
using Microsoft.Extensions.DependencyInjection;

namespace AltogicAuth.Tests.Security;

public sealed class HeaderTests(TestApp app)
{
    [Theory]
    [InlineData("GET", "/", 200)]
    [InlineData("GET", "/login", 200)]
    [InlineData("GET", "/profile", 302)]
    [InlineData("GET", "/nowhere", 404)]
    [InlineData("GET", "/error", 404)]
    [InlineData("GET", "/healthz/live", 200)]
    [InlineData("POST", "/login", 400)]
    [InlineData("PUT", "/login", 405)]
    [InlineData("DELETE", "/profile", 405)]
    [InlineData("TRACE", "/login", 405)]
    [InlineData("OPTIONS", "/login", 405)]
    [InlineData("GET", "/auth-redirect", 400)]
    [InlineData("GET", "/favicon.svg", 200)]
    [InlineData("GET", "/profile/x.css", 404)]
    [InlineData("GET", "/%252e%252e/etc/passwd", 404)]
    public async Task Every_response_has_the_security_headers(string method, string address, int status)
    {
        var response = await app.NewVisitor().SendAsync(new HttpRequestMessage(new HttpMethod(method), address));

        Assert.Equal(status, (int)response.Status);
        // A redirect shows nothing.
        var shown = status is >= 300 and < 400 ? "" : "script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' https://localhost; ";
        Assert.Equal(
            $"default-src 'none'; {shown}base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
            response.Header("Content-Security-Policy"));
        Assert.Equal("nosniff", response.Header("X-Content-Type-Options"));
        Assert.Equal("no-referrer", response.Header("Referrer-Policy"));
        Assert.Equal("same-origin", response.Header("Cross-Origin-Opener-Policy"));
        Assert.Equal("same-origin", response.Header("Cross-Origin-Resource-Policy"));
        Assert.Equal("credentialless", response.Header("Cross-Origin-Embedder-Policy"));
        Assert.Equal("camera=(), geolocation=(), microphone=(), payment=(), usb=()", response.Header("Permissions-Policy"));
        Assert.Null(response.Header("Server"));
        Assert.Null(response.Header("X-Frame-Options"));
        if (response.Header("Content-Type")?.StartsWith("text/html", StringComparison.Ordinal) == true)
        {
            Assert.Equal("no-store", response.Header("Cache-Control"));
            Assert.NotNull(response.Document.QuerySelector("main h1"));
        }

        if (status == 405)
        {
            Assert.Equal("GET, HEAD, POST", response.Header("Allow"));
        }
    }

    [Theory]
    [InlineData("application/x-www-form-urlencoded; charset=utf-7", "Input.Identifier=x")]
    [InlineData("application/x-www-form-urlencoded;charset=utf-7;", "Input.Identifier=x")]
    [InlineData("application/x-www-form-urlencoded; charset=\"utf-16\"", "Input.Identifier=x")]
    [InlineData("multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; name=\"Input.Identifier\"\r\nContent-Type: text/plain; charset=utf-7\r\n\r\nx\r\n--x--")]
    [InlineData("multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; name=\"Photo\"; filename*=utf-7''x\r\n\r\nx\r\n--x--")]
    [InlineData("multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; name=\"=?utf-7?B?eA==?=\"\r\n\r\nx\r\n--x--")]
    public async Task Form_in_an_unsupported_charset_returns_415(string type, string body)
    {
        var content = new StringContent(body);
        content.Headers.Remove("Content-Type");
        content.Headers.TryAddWithoutValidation("Content-Type", type);

        var rejected = await app.NewVisitor().SendAsync(new HttpRequestMessage(HttpMethod.Post, "/login") { Content = content });

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, rejected.Status);
        Assert.NotNull(rejected.Heading);
        Assert.NotNull(rejected.Header("Content-Security-Policy"));
    }

    [Fact]
    public async Task Unhandled_exception_shows_a_reference_and_no_details()
    {
        await using var broken = new TestApp
        {
            Wire = services => services.AddSingleton<PasswordPolicy>(_ => throw new InvalidOperationException("Exception from /inside at 10.0.0.1")),
        };

        var page = await broken.NewVisitor().OpenAsync("/register");

        Assert.Equal(HttpStatusCode.InternalServerError, page.Status);
        Assert.Equal("Something went wrong", page.Heading);
        Assert.NotNull(page.Header("Content-Security-Policy"));
        Assert.DoesNotContain("Exception", page.Html);
        Assert.DoesNotContain("inside", page.Html);
        Assert.Matches("[0-9a-f]{32}", page.Document.QuerySelector("code")!.TextContent);
    }

    [Fact]
    public async Task Fallback_error_page_has_security_headers_and_the_trace_id()
    {
        await using var broken = new TestApp
        {
            Wire = services => services.AddSingleton<Assets>(_ => throw new InvalidOperationException("Exception from /inside")),
        };

        var page = await broken.NewVisitor().OpenAsync("/login");

        Assert.Equal(HttpStatusCode.InternalServerError, page.Status);
        Assert.Equal("Something went wrong", page.Heading);
        Assert.DoesNotContain("inside", page.Html);
        Assert.StartsWith("default-src 'none'; ", page.Header("Content-Security-Policy"));
        Assert.Equal("nosniff", page.Header("X-Content-Type-Options"));
        Assert.Equal("no-store", page.Header("Cache-Control"));
        Assert.Equal($"{broken.Log.Of(500).Single().TraceId}", page.Document.QuerySelector("code")?.TextContent);
    }

    [Theory]
    [InlineData("Host")]
    [InlineData("X-Forwarded-Host")]
    public async Task Redirects_ignore_the_host_headers(string header)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, "/profile");
        request.Headers.TryAddWithoutValidation(header, "evil.example");

        Assert.Equal("/login?returnUrl=%2Fprofile", (await app.NewVisitor().SendAsync(request)).Location);
    }

    [Fact]
    public async Task Host_outside_AllowedHosts_returns_400()
    {
        await using var strict = new TestApp { Settings = { ["AllowedHosts"] = "localhost" } };
        var request = new HttpRequestMessage(HttpMethod.Get, "/login");
        request.Headers.Host = "evil.example";

        var rejected = await strict.NewVisitor().SendAsync(request);

        Assert.Equal(HttpStatusCode.BadRequest, rejected.Status);
        Assert.StartsWith("default-src 'none'; ", rejected.Header("Content-Security-Policy"));
        Assert.Equal("nosniff", rejected.Header("X-Content-Type-Options"));
    }
}
