using System.Text.Json.Nodes;

namespace AltogicAuth.Backend.Data;

/// <summary>Objects of any model but <c>users</c>, as JSON, each with its owner.</summary>
internal static class ObjectTable
{
    public const string Schema = """
        create table if not exists objects (
            model text not null,
            id text not null,
            fields text not null,
            user_id text references users on delete cascade,
            primary key (model, id))
        """;

    private const string IsOwn = "model = @model and id = @id and user_id = @userId";

    public static async Task<JsonObject?> FindAsync(DataConnection connection, string model, string id, string userId) =>
        await connection.FindAsync<string>($"select fields from objects where {IsOwn}", new { model, id, userId }) is { } fields
            ? JsonNode.Parse(fields)!.AsObject()
            : null;

    public static Task InsertAsync(DataConnection connection, string model, JsonObject fields, string userId) => connection.ExecuteAsync(
        "insert into objects (model, id, fields, user_id) values (@model, @id, @fields, @userId)",
        new { model, id = (string)fields["_id"]!, fields = fields.ToJsonString(), userId });

    public static Task UpdateAsync(DataConnection connection, string model, string id, JsonObject fields, string userId) => connection.ExecuteAsync(
        $"update objects set fields = @fields where {IsOwn}", new { fields = fields.ToJsonString(), model, id, userId });

    public static async Task<bool> DeleteAsync(DataConnection connection, string model, string id, string userId) =>
        await connection.ExecuteAsync($"delete from objects where {IsOwn}", new { model, id, userId }) == 1;

    /// <summary>Adds what a table of an earlier version lacks, and returns how many objects have no owner.</summary>
    public static async Task<long> UpgradeAsync(DataConnection connection)
    {
        if (await connection.FindAsync<long>("select count(*) from pragma_table_info('objects') where name = 'user_id'") == 0)
        {
            await connection.ExecuteAsync("alter table objects add column user_id text references users on delete cascade");
        }

        await connection.ExecuteAsync("create index if not exists objects_of_user on objects (user_id)");
        return await connection.FindAsync<long>("select count(*) from objects where user_id is null");
    }
}
