using System.Text.Json.Nodes;
using Microsoft.Data.Sqlite;

namespace AltogicAuth.LocalBackend.Tables;

/// <summary>Objects of any model but <c>users</c>, as JSON.</summary>
internal sealed class Objects(BackendDatabase database, BackendClock clock)
{
    public const string Table = """
        create table if not exists objects (
            model text not null,
            id text not null,
            fields text not null,
            primary key (model, id))
        """;

    public JsonObject? Find(string model, string id) => database.Read(c => Find(c, model, id));

    public Task AddAsync(string model, JsonObject fields) => database.WriteAsync(c =>
    {
        c.Run("insert into objects values ($model, $id, $fields)",
            ("$model", model), ("$id", (string)fields["_id"]!), ("$fields", fields.ToJsonString()));
    });

    /// <summary>Changes fields in one step; null when the object is gone.</summary>
    public Task<JsonObject?> ChangeAsync(string model, string id, Action<JsonObject> change) => database.WriteAllAsync(c =>
    {
        var fields = Find(c, model, id);
        if (fields is not null)
        {
            change(fields);
            fields["updatedAt"] = Ids.Time(clock.Now);
            c.Run("update objects set fields = $fields where model = $model and id = $id",
                ("$fields", fields.ToJsonString()), ("$model", model), ("$id", id));
        }

        return fields;
    });

    public Task<bool> DeleteAsync(string model, string id) => database.WriteAsync(c =>
        c.Run("delete from objects where model = $model and id = $id", ("$model", model), ("$id", id)) == 1);

    private static JsonObject? Find(SqliteConnection connection, string model, string id) =>
        connection.Query("select fields from objects where model = $model and id = $id", row => JsonNode.Parse(row.GetString(0))!.AsObject(),
            ("$model", model), ("$id", id)).SingleOrDefault();
}
