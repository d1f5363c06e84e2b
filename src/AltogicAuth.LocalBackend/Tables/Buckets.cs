using System.Text.Json.Nodes;
using AltogicAuth.LocalBackend.Wire;
using Microsoft.Data.Sqlite;

namespace AltogicAuth.LocalBackend.Tables;

/// <summary>Buckets. The root bucket always exists; its id is the environment's.</summary>
internal sealed class Buckets(BackendDatabase database, BackendClock clock)
{
    public const string Root = "root";

    public const string Table = """
        create table if not exists buckets (
            id text primary key,
            name text not null unique,
            fields text not null)
        """;

    private const string Columns = "select id, name, fields from buckets";

    public BucketRecord? Find(string nameOrId) => nameOrId == Root || nameOrId == database.EnvironmentId
        ? RootBucket()
        : database.Read(c => c.Query($"{Columns} where name = $name or id = $name order by id = $name desc", Read, ("$name", nameOrId)).FirstOrDefault());

    public IReadOnlyList<BucketRecord> All() => [RootBucket(), .. database.Read(c => c.Query($"{Columns} order by name", Read))];

    /// <summary>Null when the name is taken.</summary>
    public async Task<BucketRecord?> TryCreateAsync(string name, bool isPublic, JsonNode? tags, string? userId)
    {
        var bucket = Make(Ids.New(), name, isPublic, tags, userId);
        var created = name != Root && await database.WriteAsync(c => c.Run(
            "insert into buckets values ($id, $name, $fields) on conflict do nothing",
            ("$id", bucket.Id), ("$name", name), ("$fields", bucket.Fields.ToJsonString()))) == 1;
        return created ? bucket : null;
    }

    /// <summary>Changes fields in one step; null when the name is taken.</summary>
    public async Task<BucketRecord?> TryChangeAsync(string id, Action<JsonObject> change)
    {
        try
        {
            return await database.WriteAllAsync(c =>
            {
                var fields = (Find(c, id) ?? throw Missing()).Fields;
                change(fields);
                fields["updatedAt"] = Ids.Time(clock.Now);
                var name = (string)fields["name"]!;
                if (name == Root)
                {
                    return null;
                }

                c.Run("update buckets set name = $name, fields = $fields where id = $id",
                    ("$name", name), ("$fields", fields.ToJsonString()), ("$id", id));
                return Find(c, id);
            });
        }
        catch (SqliteException failure) when (failure.IsUniqueViolation())
        {
            return null;
        }
    }

    public Task DeleteAsync(string id) =>
        database.WriteAsync(c => { c.Run("delete from buckets where id = $id", ("$id", id)); });

    public static ApiFailure Missing() => ApiFailure.NotFound("bucket_not_found", "The bucket does not exist.");

    private static BucketRecord? Find(SqliteConnection connection, string id) =>
        connection.Query($"{Columns} where id = $id", Read, ("$id", id)).SingleOrDefault();

    private BucketRecord RootBucket() => Make(database.EnvironmentId, Root, isPublic: true, tags: null, userId: null);

    private BucketRecord Make(string id, string name, bool isPublic, JsonNode? tags, string? userId)
    {
        var fields = new JsonObject
        {
            ["_id"] = id,
            ["name"] = name,
            ["isPublic"] = isPublic,
            ["createdAt"] = Ids.Time(clock.Now),
            ["updatedAt"] = Ids.Time(clock.Now),
            ["tags"] = tags?.DeepClone() ?? new JsonArray(),
        };
        if (userId is not null)
        {
            fields["userId"] = userId;
        }

        return new BucketRecord(id, name, isPublic, fields);
    }

    private static BucketRecord Read(SqliteDataReader row)
    {
        var fields = JsonNode.Parse(row.GetString(2))!.AsObject();
        return new BucketRecord(row.GetString(0), row.GetString(1), (bool)fields["isPublic"]!, fields);
    }
}
