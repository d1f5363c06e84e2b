using System.Net;
using System.Net.Http.Json;

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
            var frame = """{"email":""}""".Length;
            var content = JsonContent.Create(new { email = new string('x', length - frame) });
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
    [InlineData("POST", "/e:local/_api/rest/v1/db/get-list", 404, "resource_not_found")]
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
    [InlineData(null, "missing_client_key")]
    [InlineData("wrong", "invalid_client_key")]
    public async Task Every_call_of_the_api_needs_the_client_key(string? key, string code)
    {
        await using var backend = await BackendHost.StartAsync();
        var caller = backend.NewCaller();
        caller.Http.DefaultRequestHeaders.Remove("X-Client-Key");
        if (key is not null)
        {
            caller.Http.DefaultRequestHeaders.Add("X-Client-Key", key);
        }

        var response = await caller.PostAsync("auth/signin-email", new { email = "ann@example.test", password = "x" });

        Assert.Equal((401, code), (response.Status, response.Code));
    }

    [Fact]
    public async Task Cross_origin_page_may_call_after_a_preflight()
    {
        await using var backend = await BackendHost.StartAsync();
        var caller = backend.NewCaller();
        caller.Http.DefaultRequestHeaders.Add("Origin", "https://app.example.test");

        // A preflight brings no key.
        var preflight = backend.NewCaller();
        preflight.Http.DefaultRequestHeaders.Clear();
        preflight.Http.DefaultRequestHeaders.Add("Origin", "https://app.example.test");
        preflight.Http.DefaultRequestHeaders.Add("Access-Control-Request-Method", "POST");
        var allowed = (await preflight.SendAsync(HttpMethod.Options, "auth/signin-email")).Response;
        var called = (await caller.PostAsync("auth/signin-email", new { email = "nobody@example.test", password = "x" })).Response;

        Assert.Equal(HttpStatusCode.NoContent, allowed.StatusCode);
        Assert.Equal("GET,POST", allowed.Headers.GetValues("Access-Control-Allow-Methods").Single());
        Assert.Equal("Content-Type,Authorization,Session,X-Client,X-Client-Key", allowed.Headers.GetValues("Access-Control-Allow-Headers").Single());
        Assert.All([allowed, called], response =>
        {
            Assert.Equal("https://app.example.test", response.Headers.GetValues("Access-Control-Allow-Origin").Single());
            Assert.Equal("true", response.Headers.GetValues("Access-Control-Allow-Credentials").Single());
            Assert.Equal("Origin", response.Headers.GetValues("Vary").Single());
        });
        Assert.False((await caller.SendAsync(HttpMethod.Get, "/e:local/_mail.json")).Response.Headers.Contains("Access-Control-Allow-Origin"));
    }

    [Fact]
    public async Task Non_ASCII_origin_is_not_echoed()
    {
        await using var backend = await BackendHost.StartAsync();
        var caller = backend.NewCaller();
        caller.Http.DefaultRequestHeaders.TryAddWithoutValidation("Origin", "https://é.example");

        var response = await caller.GetAsync("auth/user");

        Assert.Equal(401, response.Status);
        Assert.False(response.Response.Headers.Contains("Access-Control-Allow-Origin"));
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
