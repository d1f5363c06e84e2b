using System.Net;
using AltogicAuth.Tests.App;

namespace AltogicAuth.Tests.Html;

/// <summary>What a browser that has never been here fetches for <c>/login</c> from an app as it is published.</summary>
[Collection(typeof(SharedPublishedApp))]
public sealed class WeightTests(PublishedApp published)
{
    [Fact]
    public async Task First_visit_to_login_is_four_requests_and_20_kilobytes()
    {
        using var browser = new HttpClient { BaseAddress = new Uri(await published.StartAsync(published.Folder)) };
        browser.DefaultRequestHeaders.Add("Accept-Encoding", "gzip, deflate, br, zstd");

        var (page, html) = await FetchAsync(browser, "/login");
        var login = await Page.ReadAsync("/login", page, html);
        var weight = WeightOf(page, html);
        var files = login.Document.QuerySelectorAll("link[rel=icon], link[rel=stylesheet], script, img, iframe")
            .Select(element => element.GetAttribute("href") ?? element.GetAttribute("src")!).ToList();
        Assert.InRange(files.Count, 1, 3);
        foreach (var address in files)
        {
            Assert.Matches("^/[^/]", address);
            var (file, content) = await FetchAsync(browser, address);
            Assert.Equal(("br", "max-age=31536000, immutable"), (file.Content.Headers.ContentEncoding.Single(), string.Join(", ", file.Headers.GetValues("Cache-Control"))));
            weight += WeightOf(file, content);
        }

        Assert.InRange(weight, 1, 20_000);
        browser.DefaultRequestHeaders.Remove("Accept-Encoding");
        Assert.DoesNotMatch(@"url\(|@import", await browser.GetStringAsync(files.Single(file => file.EndsWith(".css", StringComparison.Ordinal)), TestContext.Current.CancellationToken));
    }

    private static async Task<(HttpResponseMessage Response, byte[] Content)> FetchAsync(HttpClient browser, string address)
    {
        var response = await browser.GetAsync(address, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return (response, await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
    }

    private static int WeightOf(HttpResponseMessage response, byte[] content) => content.Length +
        response.Headers.Concat(response.Content.Headers).Sum(header => header.Key.Length + string.Join(", ", header.Value).Length + 4);
}
