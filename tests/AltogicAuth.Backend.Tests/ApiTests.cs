using System.Net;
using System.Net.Http.Headers;

namespace AltogicAuth.Backend.Tests;

/// <summary>What all calls have in common.</summary>
public sealed class ApiTests
{
    private const int Megabyte = 1024 * 1024;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Json_body_is_limited_to_one_megabyte(bool inChunks)
    {
        await using var backend = await BackendHost.StartAsync();
        Task<ApiResult> SignInAsync(int length)
        {
            // No text may be long, so white space makes up the length.
            var content = new StringContent("{}".PadRight(length), MediaTypeHeaderValue.Parse("application/json"));
            content.Headers.ContentLength = inChunks ? null : length;
            return backend.NewCaller().SendAsync(HttpMethod.Post, "auth/signin-email", inChunks ? new InChunks(content) : content);
        }

        Assert.Equal("invalid_sign_in_credentials", (await SignInAsync(Megabyte)).Code);
        var tooLarge = await SignInAsync(Megabyte + 1);
        Assert.Equal((400, "request_body_size_too_large"), (tooLarge.Status, tooLarge.Code));
    }

    [Theory]
    [InlineData("GET", "/e:local", 404, "resource_not_found")]
    [InlineData("GET", "/e:local/nowhere", 404, "resource_not_found")]
    [InlineData("POST", "/e:local/_api/rest/v1/nowhere", 404, "resource_not_found")]
    [InlineData("POST", "/e:local/_api/rest/v1/db/unknown", 404, "resource_not_found")]
    [InlineData("GET", "/e:local/_mail/99999", 404, "resource_not_found")]
    [InlineData("GET", "/e:local/_storage/a/b/c", 404, "invalid_file_identifier")]
    [InlineData("GET", "/e:local/_api/rest/v1/auth/signin-email", 405, "method_not_allowed")]
    [InlineData("PUT", "/e:local/_api/rest/v1/storage/bucket/get", 405, "method_not_allowed")]
    [InlineData("DELETE", "/e:local/_mail", 405, "method_not_allowed")]
    [InlineData("BREW", "/e:local/_api/rest/v1/auth/user", 405, "method_not_allowed")]
    public async Task Unknown_paths_and_methods_get_an_error_of_the_contract(string method, string path, int status, string code)
    {
        await using var backend = await BackendHost.StartAsync();

        var response = await backend.NewCaller().SendAsync(new HttpMethod(method), path);

        Assert.Equal((status, code), (response.Status, response.Code));
        response.AssertErrorForm();
    }

    [Theory]
    [InlineData("https://app.example.test")]
    [InlineData("https://other.example.test")]
    public async Task Page_of_an_allowed_origin_may_call(string origin)
    {
        await using var backend = await BackendHost.StartAsync(settings: [("AllowedOrigins", "https://app.example.test, https://other.example.test")]);

        var preflight = await PreflightAsync(backend, origin);
        var call = (await CallFrom(backend, origin).PostAsync("auth/signin-email", new { email = "nobody@example.test", password = "x" })).Response;

        Assert.Equal(HttpStatusCode.NoContent, preflight.StatusCode);
        Assert.Equal("GET,POST", preflight.Headers.GetValues("Access-Control-Allow-Methods").Single());
        Assert.Equal("Content-Type,Authorization,Session,X-Client,X-Client-Key", preflight.Headers.GetValues("Access-Control-Allow-Headers").Single());
        Assert.All([preflight, call], response =>
        {
            Assert.Equal(origin, response.Headers.GetValues("Access-Control-Allow-Origin").Single());
            Assert.Equal("true", response.Headers.GetValues("Access-Control-Allow-Credentials").Single());
            Assert.Equal("Origin", response.Headers.GetValues("Vary").Single());
        });
    }

    [Theory]
    [InlineData("", "https://app.example.test")]
    [InlineData("https://app.example.test", "http://app.example.test")]
    [InlineData("https://app.example.test", "https://app.example.test.evil.test")]
    [InlineData("https://app.example.test", "null")]
    [InlineData("https://app.example.test", "https://é.example")]
    public async Task Page_of_another_origin_may_not_call(string allowed, string origin)
    {
        await using var backend = await BackendHost.StartAsync(settings: [("AllowedOrigins", allowed)]);

        var preflight = await PreflightAsync(backend, origin);
        var call = (await CallFrom(backend, origin).GetAsync("auth/user")).Response;

        Assert.All([preflight, call], response => Assert.False(response.Headers.Contains("Access-Control-Allow-Origin")));
    }

    [Fact]
    public async Task Allowed_origins_may_not_read_the_mailbox()
    {
        await using var backend = await BackendHost.StartAsync(settings: [("AllowedOrigins", "https://app.example.test")]);

        var mailbox = await CallFrom(backend, "https://app.example.test").SendAsync(HttpMethod.Get, "/e:local/_mail.json");

        Assert.False(mailbox.Response.Headers.Contains("Access-Control-Allow-Origin"));
    }

    private static Caller CallFrom(BackendHost backend, string origin)
    {
        var caller = backend.NewCaller();
        caller.Http.DefaultRequestHeaders.TryAddWithoutValidation("Origin", origin);
        return caller;
    }

    // A preflight has no key.
    private static async Task<HttpResponseMessage> PreflightAsync(BackendHost backend, string origin)
    {
        var caller = backend.NewCaller();
        caller.Http.DefaultRequestHeaders.Clear();
        caller.Http.DefaultRequestHeaders.TryAddWithoutValidation("Origin", origin);
        caller.Http.DefaultRequestHeaders.Add("Access-Control-Request-Method", "POST");
        return (await caller.SendAsync(HttpMethod.Options, "auth/signin-email")).Response;
    }

    /// <summary>Another content without its length.</summary>
    private sealed class InChunks : HttpContent
    {
        private readonly HttpContent _content;

        public InChunks(HttpContent content)
        {
            _content = content;
            Headers.ContentType = content.Headers.ContentType;
        }

        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => _content.CopyToAsync(stream);

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
