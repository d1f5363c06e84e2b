using AltogicAuth.Tests.Shared;

namespace AltogicAuth.Backend.Tests.Storage;

/// <summary>How many bytes users may store.</summary>
public sealed class StorageQuotaTests
{
    [Fact]
    public async Task User_stores_no_more_than_the_quota()
    {
        await using var backend = await BackendHost.StartAsync(settings: [("Storage:MaxBytesPerUser", "100")]);
        var (ann, _, _, _) = await backend.NewUserAsync();
        var (bob, _, _, _) = await backend.NewUserAsync();
        Assert.Equal(200, (await ann.UploadAsync("a.png", new byte[60], "image/png")).Status);

        var rejected = await ann.UploadAsync("b.png", new byte[41], "image/png");

        Assert.Equal((400, "storage_quota_exceeded"), (rejected.Status, rejected.Code));
        rejected.AssertErrorForm();
        Assert.Equal(200, (await ann.UploadAsync("b.png", new byte[40], "image/png")).Status);
        Assert.Equal("storage_quota_exceeded", (await ann.UploadAsync("c.png", new byte[1], "image/png")).Code);
        Assert.Equal(200, (await bob.UploadAsync("bob.png", new byte[100], "image/png")).Status);
        await ann.PostAsync("storage/bucket/file/delete", new { bucket = "root", file = "b.png" });
        Assert.Equal(200, (await ann.UploadAsync("c.png", new byte[40], "image/png")).Status);
    }

    [Fact]
    public async Task Copy_and_replacement_count()
    {
        await using var backend = await BackendHost.StartAsync(settings: [("Storage:MaxBytesPerUser", "100")]);
        var (ann, _, _, _) = await backend.NewUserAsync();
        await ann.UploadAsync("a.png", new byte[60], "image/png");

        Assert.Equal("storage_quota_exceeded", (await ann.PostAsync("storage/bucket/file/duplicate", new { bucket = "root", file = "a.png" })).Code);
        Assert.Equal("storage_quota_exceeded", (await ReplaceAsync(101)).Code);
        Assert.Equal(200, (await ReplaceAsync(100)).Status);
        Assert.Equal(200, (await ReplaceAsync(30)).Status);
        Assert.Equal(200, (await ann.PostAsync("storage/bucket/file/duplicate", new { bucket = "root", file = "a.png" })).Status);

        Task<ApiResult> ReplaceAsync(int length) => ann.SendAsync(
            HttpMethod.Post, "storage/bucket/file/replace-formdata?bucket=root&file=a.png", new MultipartFormDataContent { { new ByteArrayContent(new byte[length]), "file", "blob" } });
    }

    [Fact]
    public async Task All_users_share_the_total()
    {
        await using var backend = await BackendHost.StartAsync(settings: [("Storage:MaxTotalBytes", "100")]);
        var (ann, _, _, _) = await backend.NewUserAsync();
        var (bob, _, _, _) = await backend.NewUserAsync();
        await ann.UploadAsync("a.png", new byte[60], "image/png");

        Assert.Equal("storage_quota_exceeded", (await bob.UploadAsync("b.png", new byte[41], "image/png")).Code);
        Assert.Equal(200, (await bob.UploadAsync("b.png", new byte[40], "image/png")).Status);
    }

    [Theory]
    [InlineData("Storage:MaxBytesPerUser")]
    [InlineData("Storage:MaxTotalBytes")]
    public async Task Concurrent_uploads_on_two_nodes_stay_within_the_quota(string quota)
    {
        var data = Directory.CreateTempSubdirectory("altogic-quota-");
        try
        {
            await using var first = await BackendHost.StartAsync(data, settings: [(quota, "550")]);
            await using var second = await BackendHost.StartAsync(data, settings: [(quota, "550")]);
            var (ann, _, _, session) = await first.NewUserAsync();
            Caller[] nodes = [ann, second.NewCaller(session)];

            var results = await Task.WhenAll(Enumerable.Range(0, 16).Select(n => nodes[n % 2].UploadAsync($"{n}.png", new byte[100], "image/png")));

            Assert.Equal((5, 11), (results.Count(result => result.Status == 200), results.Count(result => result.Code == "storage_quota_exceeded")));
            Assert.Equal(5, first.Sql("select id from files").Count);
        }
        finally
        {
            TestDatabase.Delete(data.FullName);
            data.Delete(recursive: true);
        }
    }
}
