using System.Text.Json.Nodes;
using AltogicAuth.Backend.Wire;
using Microsoft.Data.Sqlite;

namespace AltogicAuth.Backend.Tables;

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

    /// <summary>Whether a bucket takes files of a user.</summary>
    public const string IsOpen = "(fields ->> 'isPublic' or fields ->> 'userId' = $user)";

    // Whoever has files in a bucket reaches them also when its owner has made it private.
    private const string IsVisible = $"({IsOpen} or exists (select 1 from files where bucket_id = buckets.id and user_id = $user))";

    /// <summary>Null when there is none for this user.</summary>
    public BucketRecord? Find(string nameOrId, string userId) => nameOrId == Root || nameOrId == database.EnvironmentId
        ? RootBucket()
        : database.Read(c => c.Query(
            $"{Columns} where (name = $name or id = $name) and {IsVisible} order by id = $name desc", Read,
            ("$name", nameOrId), ("$user", userId)).FirstOrDefault());

    public IReadOnlyList<BucketRecord> VisibleTo(string userId) =>
        [RootBucket(), .. database.Read(c => c.Query($"{Columns} where {IsVisible} order by name", Read, ("$user", userId)))];

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

    /// <summary>With the files of the user; false, and nothing is deleted, when there are some of others.</summary>
    public Task<bool> TryDeleteAsync(string id, string userId) => database.WriteAllAsync(c =>
    {
        if (c.Query("select 1 from files where bucket_id = $id and user_id is not $user limit 1", _ => true, ("$id", id), ("$user", userId)).Count > 0)
        {
            return false;
        }

        c.Run("delete from files where bucket_id = $id", ("$id", id));
        c.Run("delete from buckets where id = $id", ("$id", id));
        return true;
    });

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
