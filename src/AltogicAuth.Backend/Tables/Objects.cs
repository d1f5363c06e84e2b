using System.Text.Json.Nodes;
using Microsoft.Data.Sqlite;

namespace AltogicAuth.Backend.Tables;

/// <summary>Objects of any model but <c>users</c>, as JSON. Each belongs to the user who made it, and exists for nobody else.</summary>
internal sealed class Objects(BackendDatabase database, BackendClock clock)
{
    public const string Table = """
        create table if not exists objects (
            model text not null,
            id text not null,
            fields text not null,
            user_id text references users on delete cascade,
            primary key (model, id))
        """;

    private const string IsOwn = "model = $model and id = $id and user_id = $user";

    public JsonObject? Find(string model, string id, string userId) => database.Read(c => Find(c, model, id, userId));

    public Task AddAsync(string model, JsonObject fields, string userId) => database.WriteAsync(c =>
    {
        c.Run("insert into objects (model, id, fields, user_id) values ($model, $id, $fields, $user)",
            ("$model", model), ("$id", (string)fields["_id"]!), ("$fields", fields.ToJsonString()), ("$user", userId));
    });

    /// <summary>Changes fields in one step; null when there is no such object of the user.</summary>
    public Task<JsonObject?> ChangeAsync(string model, string id, string userId, Action<JsonObject> change) => database.WriteAllAsync(c =>
    {
        var fields = Find(c, model, id, userId);
        if (fields is not null)
        {
            change(fields);
            fields["updatedAt"] = Ids.Time(clock.Now);
            c.Run($"update objects set fields = $fields where {IsOwn}",
                ("$fields", fields.ToJsonString()), ("$model", model), ("$id", id), ("$user", userId));
        }

        return fields;
    });

    public Task<bool> DeleteAsync(string model, string id, string userId) => database.WriteAsync(c =>
        c.Run($"delete from objects where {IsOwn}", ("$model", model), ("$id", id), ("$user", userId)) == 1);

    /// <summary>Adds what a table of an earlier version lacks, and says how many objects have no owner: those of before.</summary>
    public static long Upgrade(SqliteConnection connection)
    {
        if (connection.Query("select 1 from pragma_table_info('objects') where name = 'user_id'", _ => true).Count == 0)
        {
            connection.Run("alter table objects add column user_id text references users on delete cascade");
        }

        connection.Run("create index if not exists objects_of_user on objects (user_id)");
        return connection.Query("select count(*) from objects where user_id is null", row => row.GetInt64(0)).Single();
    }

    private static JsonObject? Find(SqliteConnection connection, string model, string id, string userId) =>
        connection.Query($"select fields from objects where {IsOwn}", row => JsonNode.Parse(row.GetString(0))!.AsObject(),
            ("$model", model), ("$id", id), ("$user", userId)).SingleOrDefault();
}
