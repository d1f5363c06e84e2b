using AltogicAuth.Backend.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace AltogicAuth.Backend.Tests.Storage;

/// <summary>The bytes of files in the database.</summary>
public class FileContentTests
{
    [Fact]
    public async Task Uploaded_replaced_and_moved_files_have_the_right_bytes()
    {
        await using var backend = await StartAsync();
        var (ann, _, _, _) = await backend.NewUserAsync();
        await ann.PostAsync("storage/create-bucket", new { name = "other" });
        var (first, second) = (StoredFiles.RandomBytes(200_001), StoredFiles.RandomBytes(1_200_000));

        await ann.UploadAsync("a.bin", first, "image/png");
        Assert.Equal(first, await ann.DownloadAsync("a.bin"));

        Assert.Equal(1_200_000, (int)(await ReplaceAsync(ann, "a.bin", second)).Json!["size"]!);
        Assert.Equal(second, await ann.DownloadAsync("a.bin"));

        await ann.PostAsync("storage/bucket/file/move", new { bucket = "root", file = "a.bin", bucketNameOrId = "other" });
        Assert.Equal(second, await ann.DownloadAsync("a.bin", "other"));
        Assert.Single(await backend.ContentsAfterPurgeAsync());
    }

    [Fact]
    public async Task Copy_keeps_its_bytes_when_the_original_is_deleted()
    {
        await using var backend = await StartAsync();
        var (ann, _, _, _) = await backend.NewUserAsync();
        await ann.PostAsync("storage/create-bucket", new { name = "other" });
        var bytes = StoredFiles.RandomBytes(100_000);
        await ann.UploadAsync("a.bin", bytes, "image/png");

        Assert.Equal("a-1.bin", (string?)(await ann.PostAsync("storage/bucket/file/duplicate", new { bucket = "root", file = "a.bin" })).Json!["fileName"]);
        await ann.PostAsync("storage/bucket/file/copy", new { bucket = "root", file = "a.bin", bucketNameOrId = "other" });
        await ann.PostAsync("storage/bucket/file/delete", new { bucket = "root", file = "a.bin" });

        Assert.Equal(2, (await backend.ContentsAfterPurgeAsync()).Count);
        Assert.Equal(bytes, await ann.DownloadAsync("a-1.bin"));
        Assert.Equal(bytes, await ann.DownloadAsync("a.bin", "other"));
    }

    [Theory]
    [InlineData(0, 10)]
    [InlineData(65_530, 65_546)]
    [InlineData(199_999, 200_000)]
    public async Task Range_of_a_public_file_has_exactly_its_bytes(int from, int end)
    {
        await using var backend = await StartAsync();
        var (ann, _, _, _) = await backend.NewUserAsync();
        var bytes = StoredFiles.RandomBytes(200_000);
        var file = (await ann.UploadAsync("a.png", bytes, "image/png")).Json!;
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri((string)file["publicPath"]!).AbsolutePath) { Headers = { Range = new(from, end - 1) } };

        var response = await ann.Http.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(System.Net.HttpStatusCode.PartialContent, response.StatusCode);
        Assert.Equal(bytes[from..end], await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Empty_file_is_stored()
    {
        await using var backend = await StartAsync();
        var (ann, _, _, _) = await backend.NewUserAsync();

        await ann.UploadAsync("empty.txt", [], "text/plain");

        Assert.Empty(await ann.DownloadAsync("empty.txt"));
    }

    [Fact]
    public async Task Contents_of_a_deleted_user_and_bucket_are_deleted()
    {
        await using var backend = await StartAsync();
        var (ann, _, id, _) = await backend.NewUserAsync();
        var (bob, _, _, _) = await backend.NewUserAsync();
        await ann.UploadAsync("ann.png", [1], "image/png");
        await bob.PostAsync("storage/create-bucket", new { name = "bobs" });
        await bob.UploadAsync("bob.png", [2], "image/png", bucket: "bobs");
        await bob.UploadAsync("kept.png", [3], "image/png");

        await ann.PostAsync("db/object/delete", new { id, model = "users" });
        await bob.PostAsync("storage/bucket/delete", new { bucket = "bobs" });

        Assert.Single(await backend.ContentsAfterPurgeAsync());
        Assert.Equal([3], await bob.DownloadAsync("kept.png"));
    }

    [Fact]
    public async Task Rejected_upload_leaves_no_content()
    {
        await using var backend = await StartAsync();
        var (_, _, id, _) = await backend.NewUserAsync();
        var files = backend.Services.GetRequiredService<Files>();
        var file = new NewFile("0123456789abcdef01234567", "a.txt", "text/plain", IsPublic: true, Tags: null, id);

        await Assert.ThrowsAsync<RejectedException>(() => files.AddAsync(file, new MemoryStream([1]), TestContext.Current.CancellationToken));

        Assert.Single(await backend.ContentsAsync());
        Assert.Empty(await backend.ContentsAfterPurgeAsync());
        Assert.Empty(backend.Sql("select id from unused_contents"));
    }

    [Fact]
    public async Task Content_of_an_interrupted_upload_is_deleted_after_an_hour()
    {
        await using var backend = await StartAsync();
        using var interruption = new CancellationTokenSource();
        var contents = backend.Services.GetRequiredService<StoredContents>();
        var written = new TaskCompletionSource();
        var upload = contents.StoreAsync(new MemoryStream(StoredFiles.RandomBytes(100)), async _ =>
        {
            written.SetResult();
            await Task.Delay(Timeout.Infinite, interruption.Token);
            return null!;
        }, TestContext.Current.CancellationToken);
        await (await Task.WhenAny(written.Task, upload));

        Assert.Single(await backend.ContentsAfterPurgeAsync());
        backend.Clock.Advance(TimeSpan.FromMinutes(61));
        Assert.Empty(await backend.ContentsAfterPurgeAsync());

        await interruption.CancelAsync();
        await Assert.ThrowsAsync<TaskCanceledException>(() => upload);
    }

    [Fact]
    public async Task Upload_that_took_longer_than_its_content_is_kept_is_rejected()
    {
        await using var backend = await StartAsync();
        var contents = backend.Services.GetRequiredService<StoredContents>();
        var database = backend.Services.GetRequiredService<Data.BackendDatabase>();

        await Assert.ThrowsAsync<StorageUnavailableException>(() => contents.StoreAsync(new MemoryStream([1]), content =>
        {
            backend.Clock.Advance(TimeSpan.FromMinutes(51));
            return database.InTransactionAsync<Data.FileRecord>(async c =>
            {
                await contents.UseAsync(c, content);
                return null!;
            });
        }, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Concurrent_upload_and_deletion_of_the_bucket_leave_no_orphan()
    {
        await using var backend = await StartAsync();
        var (ann, _, _, _) = await backend.NewUserAsync();
        for (var round = 0; round < 5; round++)
        {
            await ann.PostAsync("storage/create-bucket", new { name = "short" });
            var uploads = Enumerable.Range(0, 8).Select(n => ann.UploadAsync($"{n}.png", StoredFiles.RandomBytes(70_000), "image/png", bucket: "short"));
            var results = Task.WhenAll(uploads);
            Assert.Equal(200, (await ann.PostAsync("storage/bucket/delete", new { bucket = "short" })).Status);
            Assert.All(await results, result => Assert.Contains(result.Status, (int[])[200, 404]));
        }

        Assert.Empty(backend.Sql("select id from files"));
        Assert.Empty(await backend.ContentsAfterPurgeAsync());
    }

    [Fact]
    public async Task Orphans_are_found_and_deleted()
    {
        await using var backend = await StartAsync();
        var (ann, _, _, _) = await backend.NewUserAsync();
        await ann.UploadAsync("a.png", [1], "image/png");
        var stores = backend.Services.GetRequiredService<ContentStores>();
        var orphan = stores.NewId();
        await stores.Of(orphan).WriteAsync(orphan, new MemoryStream([1, 2]), TestContext.Current.CancellationToken);

        var contents = backend.Services.GetRequiredService<StoredContents>();
        Assert.Equal([orphan], (await contents.CompareAsync()).Orphans);
        Assert.Equal(1, await contents.DeleteOrphansAsync());
        Assert.Empty((await contents.CompareAsync()).Orphans);
        Assert.Single(await backend.ContentsAsync());
    }

    [Fact]
    public async Task Files_without_a_content_are_found()
    {
        await using var backend = await StartAsync();
        var (ann, _, _, _) = await backend.NewUserAsync();
        foreach (var name in (string[])["a.png", "b.png", "c.png"])
        {
            await ann.UploadAsync(name, [1], "image/png");
        }

        var ids = await backend.ContentsAsync();
        await ann.UploadAsync("empty.txt", [], "text/plain");
        var stores = backend.Services.GetRequiredService<ContentStores>();
        var contents = backend.Services.GetRequiredService<StoredContents>();
        Assert.Empty((await contents.CompareAsync()).Missing);
        // The first of all, and the last.
        string[] gone = [ids.Min(StringComparer.Ordinal)!, ids.Max(StringComparer.Ordinal)!];
        foreach (var id in gone)
        {
            await stores.Of(id).DeleteAsync(id);
        }

        Assert.Equal(gone.Order(StringComparer.Ordinal), (await contents.CompareAsync()).Missing.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Missing_content_is_404()
    {
        await using var backend = await StartAsync();
        var (ann, _, _, _) = await backend.NewUserAsync();
        var file = (await ann.UploadAsync("a.png", [1], "image/png")).Json!;
        var id = Assert.Single(await backend.ContentsAsync());
        await backend.Services.GetRequiredService<ContentStores>().Of(id).DeleteAsync(id);

        var response = await ann.SendAsync(HttpMethod.Get, new Uri((string)file["publicPath"]!).AbsolutePath);

        Assert.Equal((404, "invalid_file_identifier"), (response.Status, response.Code));
        Assert.Null(response.Response.Headers.CacheControl);
        Assert.Equal("nosniff", response.Response.Headers.GetValues("X-Content-Type-Options").Single());
    }

    internal virtual Task<BackendHost> StartAsync(params (string Key, string? Value)[] settings) => BackendHost.StartAsync(settings: settings);

    private static Task<ApiResult> ReplaceAsync(Caller caller, string file, byte[] bytes) => caller.SendAsync(
        HttpMethod.Post, $"storage/bucket/file/replace-formdata?bucket=root&file={file}", new MultipartFormDataContent { { new ByteArrayContent(bytes), "file", "blob" } });
}
