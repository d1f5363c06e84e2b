using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace AltogicAuth.Backend.Tests;

/// <summary>A database of an earlier version, whose objects have no owner.</summary>
[Trait("Database", "Sqlite")]
public sealed class ObjectOwnerUpgradeTests : IDisposable
{
    private const string Id = "0123456789abcdef01234567";

    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("altogic-backend-upgrade-");

    [Fact]
    public async Task Object_without_owner_is_kept_but_invisible()
    {
        StoreBook();
        await using var backend = await BackendHost.StartAsync(_data);
        var (ann, _, annId, _) = await backend.NewUserAsync();
        Task<ApiResult> UpdateAsync() => ann.PostAsync("db/object/update", new { model = "books", id = Id, values = new { pages = 7 } });

        Assert.Equal("null", (await ann.PostAsync("db/object/get", new { model = "books", id = Id })).Body);
        Assert.Equal("object_not_found", (await UpdateAsync()).Code);
        Assert.Equal("object_not_found", (await ann.PostAsync("db/object/delete", new { model = "books", id = Id })).Code);
        Assert.Single(backend.Log.Lines, line => line.Level == LogLevel.Warning && line.Text.StartsWith("1 objects", StringComparison.Ordinal));

        backend.Sql($"update objects set user_id = '{annId}' where id = '{Id}'");

        Assert.Equal("Notes", (string?)(await UpdateAsync()).Json!["title"]);
    }

    [Fact]
    public async Task Deleting_a_user_deletes_its_objects()
    {
        await using var backend = await BackendHost.StartAsync(_data);
        var (ann, _, annId, _) = await backend.NewUserAsync();
        await ann.PostAsync("db/object/create", new { model = "books", values = new { } });

        await ann.PostAsync("db/object/delete", new { model = "users", id = annId });

        Assert.Empty(backend.Sql("select * from objects"));
        Assert.DoesNotContain(backend.Log.Lines, line => line.Text.Contains("objects"));
    }

    public void Dispose() => _data.Delete(recursive: true);

    private void StoreBook()
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(_data.FullName, "backend.db")};Pooling=False");
        connection.Open();
        using var create = connection.CreateCommand();
        create.CommandText = $$"""
            create table objects (model text not null, id text not null, fields text not null, primary key (model, id));
            insert into objects values ('books', '{{Id}}', '{"_id":"{{Id}}","title":"Notes"}')
            """;
        create.ExecuteNonQuery();
    }
}
