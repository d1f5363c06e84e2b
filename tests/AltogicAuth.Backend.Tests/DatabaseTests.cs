using AltogicAuth.Backend.Data;

namespace AltogicAuth.Backend.Tests;

public sealed class DatabaseTests
{
    private const int AtOnce = 24;

    [Fact]
    public async Task Concurrent_changes_are_not_lost()
    {
        await using var backend = await BackendHost.StartAsync();
        var (ann, _, _, _) = await backend.NewUserAsync();
        var id = (string)(await ann.PostAsync("db/object/create", new { model = "books", values = new { title = "Notes" } })).Json!["_id"]!;
        await ann.PostAsync("storage/create-bucket", new { name = "pictures" });
        await ann.UploadAsync("a.png", [1], "image/png");

        await Task.WhenAll(Enumerable.Range(0, AtOnce).SelectMany(n => (Task[])
        [
            ann.PostAsync("db/object/update-fields", new { model = "books", id, updates = new[] { new { field = "read", updateType = "increment", value = 1 } } }),
            ann.PostAsync("storage/bucket/add-tags", new { bucket = "pictures", tags = $"{n}" }),
            ann.PostAsync("storage/bucket/file/add-tags", new { bucket = "root", file = "a.png", tags = $"{n}" }),
        ]));

        Assert.Equal(AtOnce, (int)(await ann.PostAsync("db/object/get", new { model = "books", id })).Json!["read"]!);
        Assert.Equal(AtOnce, (await ann.PostAsync("storage/bucket/get", new { bucket = "pictures" })).Json!["tags"]!.AsArray().Count);
        Assert.Equal(AtOnce, (await ann.PostAsync("storage/bucket/file/get", new { bucket = "root", file = "a.png" })).Json!["tags"]!.AsArray().Count);
    }

    [Theory]
    [InlineData("Host=db.example.test", 20)]
    [InlineData("Host=db.example.test;Maximum Pool Size=7", 7)]
    [InlineData("MaxPoolSize=7;Host=db.example.test", 7)]
    public void Pool_has_20_connections_unless_set(string setting, int connections)
    {
        Assert.Equal(connections, BackendDatabase.ConnectionTo(setting).MaxPoolSize);
    }
}
