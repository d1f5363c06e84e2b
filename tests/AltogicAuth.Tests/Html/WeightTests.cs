using System.Diagnostics;
using System.Net;
using System.Text.RegularExpressions;
using AltogicAuth.Tests.App;
using AltogicAuth.Tests.Shared;

namespace AltogicAuth.Tests.Html;

/// <summary>What a browser that has never been here fetches for <c>/login</c> from an app as it is published.</summary>
public sealed partial class WeightTests
{
    [Fact]
    public async Task A_cold_login_is_four_requests_and_fifteen_kilobytes_of_this_site_alone()
    {
        var published = Directory.CreateTempSubdirectory("altogic-auth-published-");
        await PublishAsync(published);
        using var app = Start(published);
        try
        {
            await WeighAsync(await AddressOfAsync(app));
        }
        finally
        {
            app.Kill();
            await app.WaitForExitAsync(CancellationToken.None);
            published.Delete(recursive: true);
        }
    }

    private static async Task WeighAsync(string site)
    {
        using var browser = new HttpClient { BaseAddress = new Uri(site) };
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

        Assert.InRange(weight, 1, 15_000);
        browser.DefaultRequestHeaders.Remove("Accept-Encoding");
        Assert.DoesNotMatch(@"url\(|@import", await browser.GetStringAsync(files.Single(file => file.EndsWith(".css", StringComparison.Ordinal)), TestContext.Current.CancellationToken));
    }

    private static async Task<(HttpResponseMessage Answer, byte[] Content)> FetchAsync(HttpClient browser, string address)
    {
        var answer = await browser.GetAsync(address, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return (answer, await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
    }

    private static int WeightOf(HttpResponseMessage answer, byte[] content) => content.Length +
        answer.Headers.Concat(answer.Content.Headers).Sum(header => header.Key.Length + string.Join(", ", header.Value).Length + 4);

    // What was built for this test is published as it is: that compresses the files once more, with Brotli.
    private static async Task PublishAsync(DirectoryInfo target)
    {
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
        string[] arguments = ["publish", RepositoryRoot.PathOf("src", "AltogicAuth"), "--no-build", "-c", configuration, "-o", target.FullName, "-v", "quiet", "--nologo"];
        using var publish = Process.Start(new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true })!;
        var output = await publish.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await publish.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(publish.ExitCode == 0, output);
    }

    private static Process Start(DirectoryInfo published) =>
        Process.Start(new ProcessStartInfo("dotnet", [Path.Combine(published.FullName, "AltogicAuth.dll")])
        {
            RedirectStandardOutput = true,
            WorkingDirectory = published.FullName,
            Environment =
            {
                ["ASPNETCORE_ENVIRONMENT"] = "Production",
                ["ASPNETCORE_URLS"] = "http://127.0.0.1:0",
                ["Altogic__EnvUrl"] = "http://127.0.0.1:9",
                ["Altogic__ClientKey"] = "key",
            },
        })!;

    private static async Task<string> AddressOfAsync(Process app)
    {
        while (await app.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            if (Listening().Match(line) is { Success: true } listening)
            {
                _ = app.StandardOutput.ReadToEndAsync();
                return listening.Groups[1].Value;
            }
        }

        throw new InvalidOperationException("The app ended before it listened.");
    }

    [GeneratedRegex(@"Now listening on: \W*(http://[\d.:]+)")]
    private static partial Regex Listening();
}
