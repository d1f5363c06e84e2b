namespace AltogicAuth.Backend.Tests.Storage;

/// <summary>The bytes of files in S3. Skipped, with a word, where Node is not to be had.</summary>
public sealed class S3ContentTests : FileContentTests, IAsyncLifetime
{
    private S3Server _s3 = null!;

    public async ValueTask InitializeAsync() => _s3 = await S3Server.StartNewAsync();

    public ValueTask DisposeAsync() => _s3.DisposeAsync();

    [Fact]
    public async Task Upload_without_S3_is_503_and_leaves_nothing()
    {
        await using var backend = await StartAsync();
        var (ann, _, _, _) = await backend.NewUserAsync();
        await _s3.StopAsync();

        var upload = await ann.UploadAsync("a.png", [1, 2], "image/png");

        Assert.Equal((503, "storage_unavailable"), (upload.Status, upload.Code));
        upload.AssertErrorForm();
        Assert.NotNull(upload.Response.Headers.RetryAfter);
        Assert.Empty(backend.Sql("select id from files"));
        await _s3.StartAsync();
        Assert.Empty(await backend.ContentsAfterPurgeAsync());
        Assert.Equal(200, (await ann.UploadAsync("a.png", [1, 2], "image/png")).Status);
    }

    [Fact]
    public async Task Download_without_S3_is_503_and_not_cached()
    {
        await using var backend = await StartAsync();
        var (ann, _, _, _) = await backend.NewUserAsync();
        var file = (await ann.UploadAsync("a.png", [1, 2], "image/png")).Json!;
        await _s3.StopAsync();

        var response = await ann.SendAsync(HttpMethod.Get, new Uri((string)file["publicPath"]!).AbsolutePath);

        Assert.Equal((503, "storage_unavailable"), (response.Status, response.Code));
        response.AssertErrorForm();
        Assert.Null(response.Response.Headers.CacheControl);
        Assert.Null(response.Response.Headers.ETag);
    }

    [Fact]
    public async Task Content_that_S3_could_not_delete_is_deleted_later()
    {
        await using var backend = await StartAsync();
        var (ann, _, _, _) = await backend.NewUserAsync();
        await ann.UploadAsync("a.png", [1, 2], "image/png");
        await _s3.StopAsync();

        Assert.Equal(200, (await ann.PostAsync("storage/bucket/file/delete", new { bucket = "root", file = "a.png" })).Status);
        await PurgeAsync(backend);

        await _s3.StartAsync();
        backend.Clock.Advance(TimeSpan.FromMinutes(10));
        Assert.Empty(await backend.ContentsAfterPurgeAsync());
    }

    [Fact]
    public async Task Files_stay_readable_after_a_change_of_the_provider()
    {
        var data = Directory.CreateTempSubdirectory("altogic-provider-");
        string session;
        await using (var backend = await BackendHost.StartAsync(data))
        {
            (var ann, _, _, session) = await backend.NewUserAsync();
            await ann.UploadAsync("database.png", [1, 2], "image/png");
        }

        await using (var backend = await BackendHost.StartAsync(data, settings: _s3.Settings))
        {
            await backend.NewCaller(session).UploadAsync("s3.png", [3, 4], "image/png");
            Assert.Equal([1, 2], await backend.NewCaller(session).DownloadAsync("database.png"));
        }

        await using (var backend = await BackendHost.StartAsync(data, settings: _s3.Connection))
        {
            Assert.Equal([1, 2], await backend.NewCaller(session).DownloadAsync("database.png"));
            Assert.Equal([3, 4], await backend.NewCaller(session).DownloadAsync("s3.png"));
        }

        AltogicAuth.Tests.Shared.TestDatabase.Delete(data.FullName);
        data.Delete(recursive: true);
    }

    internal override Task<BackendHost> StartAsync(params (string Key, string? Value)[] settings) => BackendHost.StartAsync(settings: [.. _s3.Settings, .. settings]);

    private static Task PurgeAsync(BackendHost backend) =>
        Microsoft.Extensions.DependencyInjection.ServiceProviderServiceExtensions.GetRequiredService<Backend.Storage.StoredContents>(backend.Services).PurgeAsync(int.MaxValue);
}
