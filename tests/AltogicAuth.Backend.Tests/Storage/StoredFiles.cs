using AltogicAuth.Backend.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace AltogicAuth.Backend.Tests.Storage;

/// <summary>What tests of files look into.</summary>
internal static class StoredFiles
{
    public static byte[] RandomBytes(int length)
    {
        var bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        return bytes;
    }

    public static async Task<byte[]> DownloadAsync(this Caller caller, string file, string bucket = "root")
    {
        var response = (await caller.PostAsync("storage/bucket/file/download", new { bucket, file })).Response;
        Assert.True(response.IsSuccessStatusCode, $"{response.StatusCode}");
        return await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>The ids of all contents in database and S3, after those that no file needs were deleted.</summary>
    public static async Task<IReadOnlyList<string>> ContentsAfterPurgeAsync(this BackendHost backend)
    {
        await backend.Services.GetRequiredService<StoredContents>().PurgeAsync(int.MaxValue);
        return await backend.ContentsAsync();
    }

    public static async Task<IReadOnlyList<string>> ContentsAsync(this BackendHost backend)
    {
        var contents = new List<string>();
        await foreach (var ids in backend.Services.GetRequiredService<ContentStores>().ListAsync())
        {
            contents.AddRange(ids);
        }

        return contents;
    }
}
