using System.Net;
using AltogicAuth.Tests.App;

namespace AltogicAuth.Tests.Hosting;

[Collection(typeof(SharedPublishedApp))]
public sealed class ContentRootTests(PublishedApp published)
{
    [Theory]
    [InlineData("pub")]
    [InlineData("pub/.data", "--contentRoot=..")]
    [InlineData("", "--contentRoot=pub")]
    [InlineData("")]
    public async Task A_published_app_keeps_its_data_beside_it_wherever_it_is_started(string directory, params string[] arguments)
    {
        Directory.CreateDirectory(Path.Combine(published.Folder, ".data"));

        await AssertServesFilesAsync(await published.StartAsync(Path.Combine(published.Parent.FullName, directory), arguments));

        Assert.NotEmpty(Directory.GetFiles(Path.Combine(published.Folder, ".data", "keys")));
        Assert.False(Directory.Exists(Path.Combine(published.Parent.FullName, ".data")));
        Directory.Delete(Path.Combine(published.Folder, ".data"), recursive: true);
    }

    [Fact]
    public async Task Another_content_root_takes_the_data_and_the_app_still_has_its_files()
    {
        var elsewhere = published.Parent.CreateSubdirectory("elsewhere");

        await AssertServesFilesAsync(await published.StartAsync(published.Parent.FullName, "--contentRoot", "elsewhere"));

        Assert.NotEmpty(Directory.GetFiles(Path.Combine(elsewhere.FullName, ".data", "keys")));
    }

    private static async Task AssertServesFilesAsync(string site)
    {
        using var browser = new HttpClient { BaseAddress = new Uri(site) };

        var file = await browser.GetAsync("/app.css", TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, file.StatusCode);
        Assert.NotEmpty(await file.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        // The first page makes the first key.
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/login", TestContext.Current.CancellationToken)).StatusCode);
    }
}
