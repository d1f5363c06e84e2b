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
/// Random posts to every form, over a socket, half of them with a valid antiforgery token: no 5xx, no reflected markup, no redirect off
/// the site.
/// </summary>
public sealed class FuzzTests(TestApp app)
{
    private const int Fuzzers = 8;

    [Fact]
    public Task Random_form_posts_cause_no_errors_or_injection() => FuzzAsync(seed: 20_240_601, requestsEach: 650);

    [Fact, Trait("Set", "Long"), Trait("Database", "Sqlite")]
    public Task Random_form_posts_of_a_new_seed_cause_no_errors_or_injection() => FuzzAsync(Random.Shared.Next(), requestsEach: 6_500);

    [Theory]
    [InlineData("multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; name=\"Photo\"; filename=\"a")]
    [InlineData("multipart/form-data", "no boundary")]
    [InlineData("multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; name=\"Photo\"; filename*=nonsense''x\r\n\r\nx\r\n--x--")]
    [InlineData("multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; name=\"=?nonsense?B?eA==?=\"\r\nContent-Type: text/plain; charset=nonsense\r\n\r\nx\r\n--x--")]
    [InlineData("application/json", "{\"Input\":1}")]
    [InlineData("text/plain", "x")]
    [InlineData("application/x-www-form-urlencoded", "%%%=%zz&&&===")]
    [InlineData("application/x-www-form-urlencoded", "Input[Email=x")]
    [InlineData("application/x-www-form-urlencoded", "x[=1&x]=2&[]=3&[=4")]
    public async Task Malformed_bodies_return_400(string type, string body)
    {
        var content = new StringContent(body);
        content.Headers.ContentType = System.Net.Http.Headers.MediaTypeHeaderValue.Parse(type);

        var response = await app.NewVisitor().SendAsync(new HttpRequestMessage(HttpMethod.Post, "/login") { Content = content });

        Assert.Equal(HttpStatusCode.BadRequest, response.Status);
        Assert.NotNull(response.Heading);
    }

    [Theory]
    [InlineData(StatusCodes.Status400BadRequest, "That did not work")]
    [InlineData(StatusCodes.Status413PayloadTooLarge, "That was too large")]
    public async Task Failed_body_read_returns_the_status_of_the_server(int status, string heading)
    {
        await using var broken = new TestApp { Wire = services => services.AddSingleton<IStartupFilter>(new GivenUp(status)) };

        var response = await broken.NewVisitor().PostAsync("/login", [KeyValuePair.Create("Input.Identifier", "ann@example.test")]);

        Assert.Equal((status, heading), ((int)response.Status, response.Heading));
    }

    [Fact]
    public async Task Form_with_100_000_fields_is_rejected()
    {
        var body = new StringContent(string.Join('&', Enumerable.Range(0, 100_000).Select(i => $"f{i}=1")), Encoding.ASCII, "application/x-www-form-urlencoded");

        var response = await app.NewVisitor().SendAsync(new HttpRequestMessage(HttpMethod.Post, "/login") { Content = body });

        Assert.True(response.Status is HttpStatusCode.BadRequest or HttpStatusCode.RequestEntityTooLarge, $"{response.Status}");
        Assert.NotNull(response.Heading);
    }

    private static async Task FuzzAsync(int seed, int requestsEach)
    {
        TestContext.Current.TestOutputHelper?.WriteLine($"Seed {seed}");
        await using var app = new TestApp { OnSocket = true };
        app.UseKestrel(0);
        app.StartServer();

        await Task.WhenAll(Enumerable.Range(0, Fuzzers).Select(async number =>
        {
            using var fuzzer = new Fuzzer(app.ClientOptions.BaseAddress, new Random(seed + number));
            await fuzzer.RunAsync(requestsEach);
        }));
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
}
