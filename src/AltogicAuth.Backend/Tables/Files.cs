using System.Text.Json.Nodes;
using AltogicAuth.Backend.Wire;
using Microsoft.Data.Sqlite;

namespace AltogicAuth.Backend.Tables;

/// <summary>Files with their content. Names are unique in a bucket.</summary>
internal sealed class Files(BackendDatabase database, BackendClock clock, BackendAddress address)
{
    public const string Table = """
        create table if not exists files (
            id text primary key,
            bucket_id text not null,
            name text not null,
            user_id text,
            fields text not null,
            content blob not null,
            unique (bucket_id, name))
        """;

    private const string Columns = "select id, bucket_id, name, user_id, fields from files";

    // Each taken number costs a look while all others wait.
    private const int MaxNumber = 100;

    // What is private of others is not there for a user.
    private const string IsVisible = "(user_id = $user or fields ->> 'isPublic')";

    public FileRecord? Find(string bucketId, string nameOrId, string userId) => database.Read(c =>
        c.Query($"{Columns} where bucket_id = $bucket and (id = $name or name = $name) and {IsVisible} order by id = $name desc", Read,
            ("$bucket", bucketId), ("$name", nameOrId), ("$user", userId)).FirstOrDefault());

    /// <summary>Whoever it belongs to.</summary>
    public FileRecord? FindById(string id) => database.Read(c => FindById(c, id));

    public IReadOnlyList<FileRecord> InBucket(string bucketId, string userId) => database.Read(c =>
        c.Query($"{Columns} where bucket_id = $bucket and {IsVisible} order by rowid", Read, ("$bucket", bucketId), ("$user", userId)));

    /// <summary>The user's own, and the public ones in buckets that are public or the user's.</summary>
    public IReadOnlyList<FileRecord> VisibleTo(string userId) => database.Read(c => c.Query(
        $"""
        {Columns} where user_id = $user
            or fields ->> 'isPublic' and (bucket_id = $root or bucket_id in (select id from buckets where {Buckets.IsOpen}))
        order by rowid
        """,
        Read, ("$user", userId), ("$root", database.EnvironmentId)));

    public byte[] Content(string id) => database.Read(c =>
        c.Query("select content from files where id = $id", row => (byte[])row[0], ("$id", id)).SingleOrDefault()) ?? throw Missing();

    /// <summary>Stores a file. A taken name gets -1, -2, … before its extension.</summary>
    public Task<FileRecord> AddAsync(string bucketId, string name, byte[] content, string mimeType, bool isPublic, JsonNode? tags, string? userId) =>
        database.WriteAllAsync(c =>
        {
            var free = FreeName(c, bucketId, name);
            var file = Describe(Ids.New(), bucketId, free, content.Length, mimeType, isPublic, tags, userId);
            c.Run("insert into files values ($id, $bucket, $name, $user, $fields, $content)",
                ("$id", file.Id), ("$bucket", bucketId), ("$name", free), ("$user", userId), ("$fields", file.Fields.ToJsonString()),
                ("$content", content));
            return file;
        });

    public Task<FileRecord> ReplaceAsync(string id, byte[] content, string mimeType) => database.WriteAllAsync(c =>
    {
        c.Run("update files set content = $content where id = $id", ("$content", content), ("$id", id));
        return Change(c, id, fields =>
        {
            fields["size"] = content.Length;
            fields["mimeType"] = mimeType;
        });
    });

    /// <summary>Changes what is known about a file, in one step: name, bucket, visibility, tags.</summary>
    public Task<FileRecord> ChangeAsync(string id, Action<JsonObject> change) => database.WriteAllAsync(c => Change(c, id, change));

    /// <summary>The same change for all files of somebody in a bucket.</summary>
    public Task ChangeAllAsync(string bucketId, string userId, Action<JsonObject> change) => database.WriteAllAsync(c =>
    {
        var ids = c.Query("select id from files where bucket_id = $bucket and user_id = $user", row => row.GetString(0),
            ("$bucket", bucketId), ("$user", userId));
        ids.ForEach(id => Change(c, id, change));
        return ids.Count;
    });

    public Task DeleteAsync(IEnumerable<FileRecord> files) => database.WriteAllAsync(c =>
        files.Sum(file => c.Run("delete from files where id = $id", ("$id", file.Id))));

    public static ApiFailure Missing() => ApiFailure.NotFound("invalid_file_identifier", "There is no such file.");

    private FileRecord Change(SqliteConnection connection, string id, Action<JsonObject> change)
    {
        var file = FindById(connection, id) ?? throw Missing();
        var fields = file.Fields;
        change(fields);
        var (bucket, name) = ((string)fields["bucketId"]!, (string)fields["fileName"]!);
        if (bucket != file.BucketId || name != file.Name)
        {
            fields["fileName"] = FreeName(connection, bucket, name);
        }

        fields["updatedAt"] = Ids.Time(clock.Now);
        fields["publicPath"] = (bool)fields["isPublic"]! ? PublicPath(bucket, id) : null;
        connection.Run("update files set bucket_id = $bucket, name = $name, fields = $fields where id = $id",
            ("$bucket", bucket), ("$name", (string)fields["fileName"]!), ("$fields", fields.ToJsonString()), ("$id", id));
        return FindById(connection, id)!;
    }

    private FileRecord Describe(
        string id, string bucketId, string name, int size, string mimeType, bool isPublic, JsonNode? tags, string? userId)
    {
        var fields = new JsonObject
        {
            ["_id"] = id,
            ["bucketId"] = bucketId,
            ["fileName"] = name,
            ["size"] = size,
            ["encoding"] = "7bit",
            ["mimeType"] = mimeType,
            ["publicPath"] = isPublic ? PublicPath(bucketId, id) : null,
            ["isPublic"] = isPublic,
            ["uploadedAt"] = Ids.Time(clock.Now),
            ["updatedAt"] = Ids.Time(clock.Now),
            ["tags"] = tags?.DeepClone() ?? new JsonArray(),
        };
        if (userId is not null)
        {
            fields["userId"] = userId;
        }

        return new FileRecord(id, bucketId, name, userId, isPublic, fields);
    }

    private string PublicPath(string bucketId, string id) =>
        $"{address.PublicUrl}/_storage/{database.EnvironmentId}/{bucketId}/{id}";

    private static FileRecord? FindById(SqliteConnection connection, string id) =>
        connection.Query($"{Columns} where id = $id", Read, ("$id", id)).SingleOrDefault();

    private static string FreeName(SqliteConnection connection, string bucketId, string name)
    {
        // A dot in front, as in .env or in dir/.env, begins a name and not an extension.
        var dot = name.LastIndexOf('.');
        var end = dot > name.LastIndexOf('/') + 1 ? dot : name.Length;
        var (stem, extension) = (name[..end], name[end..]);
        return Enumerable.Range(0, MaxNumber + 1)
            .Select(n => n == 0 ? name : $"{stem}-{n}{extension}")
            .FirstOrDefault(candidate => connection.Query(
                "select 1 from files where bucket_id = $bucket and name = $name", row => 1,
                ("$bucket", bucketId), ("$name", candidate)).Count == 0)
            ?? $"{stem}-{Ids.New()}{extension}";
    }

    private static FileRecord Read(SqliteDataReader row)
    {
        var fields = JsonNode.Parse(row.GetString(4))!.AsObject();
        return new FileRecord(row.GetString(0), row.GetString(1), row.GetString(2), row.TextOrNull(3), (bool)fields["isPublic"]!, fields);
    }
}
