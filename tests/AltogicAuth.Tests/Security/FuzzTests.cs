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
public sealed class FuzzTests(TestApp app)
{
    private const int Fuzzers = 8;
    private const int RequestsEach = 650;
    private const int Seed = 20_240_601;

    [Fact]
    public async Task Five_thousand_requests_of_rubbish_do_no_harm()
    {
        await using var server = new TestApp { OnSocket = true };
        server.UseKestrel(0);
        server.StartServer();

        await Task.WhenAll(Enumerable.Range(0, Fuzzers).Select(async number =>
        {
            using var fuzzer = new Fuzzer(server.ClientOptions.BaseAddress, new Random(Seed + number));
            await fuzzer.RunAsync(RequestsEach);
        }));
    }

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
    public async Task Mangled_bodies_are_refused(string type, string body)
    {
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
        await using var broken = new TestApp { Wire = services => services.AddSingleton<IStartupFilter>(new GivenUp(status)) };

        var answer = await broken.NewVisitor().PostAsync("/login", [KeyValuePair.Create("Input.Email", "ann@example.test")]);

        Assert.Equal((status, heading), ((int)answer.Status, answer.Heading));
    }

    [Fact]
    public async Task A_hundred_thousand_fields_are_refused()
    {
        var body = new StringContent(string.Join('&', Enumerable.Range(0, 100_000).Select(i => $"f{i}=1")), Encoding.ASCII, "application/x-www-form-urlencoded");

        var answer = await app.NewVisitor().SendAsync(new HttpRequestMessage(HttpMethod.Post, "/login") { Content = body });

        Assert.True(answer.Status is HttpStatusCode.BadRequest or HttpStatusCode.RequestEntityTooLarge, $"{answer.Status}");
        Assert.NotNull(answer.Heading);
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
