using System.Text.Json.Nodes;

namespace AltogicAuth.Backend.Data;

/// <summary>Objects of any model but <c>users</c>, as JSON, each with its owner.</summary>
internal static class ObjectTable
{
    private const string IsOwn = "model = @model and id = @id and user_id = @userId";

    public static async Task<JsonObject?> FindAsync(DataConnection connection, string model, string id, string userId) =>
        await connection.FindAsync<string>($"select fields from objects where {IsOwn}", new { model, id, userId }) is { } fields
            ? JsonNode.Parse(fields)!.AsObject()
            : null;

    /// <summary>The object as long as the transaction runs: no other one changes it meanwhile.</summary>
    public static async Task<JsonObject?> LockAsync(DataConnection connection, string model, string id, string userId) =>
        await connection.FindAsync<string>($"select fields from objects where {IsOwn}{connection.Dialect.ForUpdate("objects")}", new { model, id, userId }) is { } fields
            ? JsonNode.Parse(fields)!.AsObject()
            : null;

    /// <summary>How many objects no user can access: some of the time before objects had owners.</summary>
    public static Task<long> CountWithoutOwnerAsync(DataConnection connection) =>
        connection.FindAsync<long>("select count(*) from objects where user_id is null");

    public static Task InsertAsync(DataConnection connection, string model, JsonObject fields, string userId) => connection.ExecuteAsync(
        "insert into objects (model, id, fields, user_id) values (@model, @id, @fields, @userId)",
        new { model, id = (string)fields["_id"]!, fields = connection.Json(fields), userId });

    public static Task UpdateAsync(DataConnection connection, string model, string id, JsonObject fields, string userId) => connection.ExecuteAsync(
        $"update objects set fields = @fields where {IsOwn}", new { fields = connection.Json(fields), model, id, userId });

    public static async Task<bool> DeleteAsync(DataConnection connection, string model, string id, string userId) =>
        await connection.ExecuteAsync($"delete from objects where {IsOwn}", new { model, id, userId }) == 1;
}
