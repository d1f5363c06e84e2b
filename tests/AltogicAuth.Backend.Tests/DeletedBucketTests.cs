using AltogicAuth.Backend.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace AltogicAuth.Backend.Tests;

/// <summary>A bucket that is deleted between its lookup and the write of a file.</summary>
public sealed class DeletedBucketTests
{
    private const string DeletedId = "0123456789abcdef01234567";

    [Fact]
    public async Task Upload_into_a_deleted_bucket_leaves_no_file()
    {
        await using var backend = await BackendHost.StartAsync();
        var (_, _, id, _) = await backend.NewUserAsync();
        var files = backend.Services.GetRequiredService<Files>();

        var rejected = await Assert.ThrowsAsync<RejectedException>(() =>
            files.AddAsync(new NewFile(DeletedId, "a.txt", "text/plain", IsPublic: true, Tags: null, id), new MemoryStream([1]), TestContext.Current.CancellationToken));

        Assert.Equal(Rejection.BucketNotFound, rejected.Reason);
        Assert.Empty(backend.Sql("select id from files"));
    }

    [Fact]
    public async Task Move_into_a_deleted_bucket_leaves_the_file_where_it_is()
    {
        await using var backend = await BackendHost.StartAsync();
        var (ann, _, _, _) = await backend.NewUserAsync();
        var file = (await ann.UploadAsync("a.txt", [1], "text/plain")).Json!;
        var files = backend.Services.GetRequiredService<Files>();

        var rejected = await Assert.ThrowsAsync<RejectedException>(() => files.ChangeAsync((string)file["_id"]!, fields => fields["bucketId"] = DeletedId));

        Assert.Equal(Rejection.BucketNotFound, rejected.Reason);
        Assert.Equal((string)file["bucketId"]!, (string)backend.Sql("select bucket_id from files").Single()[0]);
    }
}
