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
    public async Task Published_app_keeps_its_data_in_its_own_directory(string directory, params string[] arguments)
    {
        Directory.CreateDirectory(Path.Combine(published.Folder, ".data"));

        await AssertServesFilesAsync(await published.StartAsync(Path.Combine(published.Parent.FullName, directory), arguments));

        Assert.NotEmpty(Directory.GetFiles(Path.Combine(published.Folder, ".data", "keys")));
        Assert.False(Directory.Exists(Path.Combine(published.Parent.FullName, ".data")));
        Directory.Delete(Path.Combine(published.Folder, ".data"), recursive: true);
    }

    [Fact]
    public async Task Content_root_moves_the_data_and_not_the_static_files()
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
