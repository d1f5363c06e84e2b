using System.Text.Json.Nodes;

namespace AltogicAuth.LocalBackend.Tables;

/// <summary>Objects of any model but <c>users</c>, as JSON.</summary>
internal sealed class Objects(BackendDatabase database)
{
    public const string Table = """
        create table if not exists objects (
            model text not null,
            id text not null,
            fields text not null,
            primary key (model, id))
        """;

    public JsonObject? Find(string model, string id) => database.Read(c =>
        c.Query("select fields from objects where model = $model and id = $id", row => JsonNode.Parse(row.GetString(0))!.AsObject(),
            ("$model", model), ("$id", id)).SingleOrDefault());

    public Task SaveAsync(string model, JsonObject fields) => database.WriteAsync(c =>
    {
        c.Run("insert into objects values ($model, $id, $fields) on conflict (model, id) do update set fields = excluded.fields",
            ("$model", model), ("$id", (string)fields["_id"]!), ("$fields", fields.ToJsonString()));
    });

    public Task<bool> DeleteAsync(string model, string id) => database.WriteAsync(c =>
        c.Run("delete from objects where model = $model and id = $id", ("$model", model), ("$id", id)) == 1);
}
