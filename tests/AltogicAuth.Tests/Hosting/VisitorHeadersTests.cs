using System.Globalization;
using System.Net;
using AltogicAuth.Hosting;
using Microsoft.AspNetCore.Http;

namespace AltogicAuth.Tests.Hosting;

public sealed class VisitorHeadersTests
{
    [Fact]
    public async Task Retried_call_has_browser_and_language_once()
    {
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("tr");
        var visit = new DefaultHttpContext();
        visit.Request.Headers.UserAgent = "Firefox\u00e4/130";
        using var client = new HttpMessageInvoker(
            new VisitorHeadersHandler(new HttpContextAccessor { HttpContext = visit }) { InnerHandler = new Responds() });
        using var call = new HttpRequestMessage(HttpMethod.Get, "https://backend.test/");

        for (var i = 0; i < 3; i++)
        {
            await client.SendAsync(call, TestContext.Current.CancellationToken);
        }

        Assert.Equal("Firefox/130", call.Headers.UserAgent.ToString());
        Assert.Equal("tr", call.Headers.AcceptLanguage.ToString());
    }

    private sealed class Responds : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK));
    }
}
