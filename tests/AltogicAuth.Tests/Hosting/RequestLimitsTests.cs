using System.Net;
using System.Net.Http.Headers;
using AltogicAuth.Tests.App;
using AltogicAuth.Web;

namespace AltogicAuth.Tests.Hosting;

public sealed class RequestLimitsTests
{
    // The marks around chunks count too.
    [Theory]
    [InlineData(true, RequestLimits.MaxFormBytes + 1, HttpStatusCode.RequestEntityTooLarge, "That was too large")]
    [InlineData(false, RequestLimits.MaxFormBytes + 1, HttpStatusCode.RequestEntityTooLarge, "That was too large")]
    [InlineData(true, RequestLimits.MaxFormBytes - 1024, HttpStatusCode.BadRequest, "Log in")]
    [InlineData(false, RequestLimits.MaxFormBytes, HttpStatusCode.BadRequest, "Log in")]
    public async Task Form_limit_holds_with_and_without_content_length(bool isChunked, long length, HttpStatusCode status, string heading)
    {
        await using var app = new TestApp { OnSocket = true };
        app.UseKestrel(0);
        app.StartServer();
        using var client = new HttpClient { BaseAddress = app.ClientOptions.BaseAddress };
        using var form = new ByteArrayContent([.. "x="u8, .. Enumerable.Repeat((byte)'x', (int)length - 2)])
        {
            Headers = { ContentType = new MediaTypeHeaderValue("application/x-www-form-urlencoded") },
        };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/login") { Content = form, Headers = { TransferEncodingChunked = isChunked } };

        var response = await client.SendAsync(request, TestContext.Current.CancellationToken);

        var page = await Page.ReadAsync("/login", response, await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        Assert.Equal(status, page.Status);
        Assert.Equal(heading, page.Heading);
    }
}
