using System.Text.Json.Nodes;
using AltogicAuth.Backend.Data.Queries;

namespace AltogicAuth.Backend.Data;

/// <summary>Objects found by the values of their fields.</summary>
internal static class ObjectQueries
{
    public static async Task<IReadOnlyList<JsonObject>> ListAsync(DataConnection connection, ObjectScope scope, ObjectQuery query)
    {
        var sql = new QuerySql(connection.Dialect.Json);
        return
        [
            .. (await connection.QueryAsync<string>(
                $"select fields from objects {sql.Where(scope, query.Filter)} {sql.OrderBy(query.Sort)} {sql.Page(query.Page, query.Limit)}",
                sql.Parameters)).Select(fields => JsonNode.Parse(fields)!.AsObject()),
        ];
    }

    public static Task<long> CountAsync(DataConnection connection, ObjectScope scope, Condition? filter)
    {
        var sql = new QuerySql(connection.Dialect.Json);
        return connection.FindAsync<long>($"select count(*) from objects {sql.Where(scope, filter)}", sql.Parameters);
    }

    /// <summary>
    /// The ids of the first objects, which no other transaction changes before this one ends. Two transactions lock in one order, and so
    /// never wait for each other.
    /// </summary>
    public static Task<IReadOnlyList<string>> LockAsync(DataConnection connection, ObjectScope scope, Condition? filter, int limit)
    {
        var sql = new QuerySql(connection.Dialect.Json);
        return connection.QueryAsync<string>(
            $"select id from objects {sql.Where(scope, filter)} {sql.OrderBy([new SortKey(FieldPath.CreatedAt)])} {sql.Page(page: 1, limit)}{connection.Dialect.ForUpdate("objects")}", sql.Parameters);
    }

    /// <summary>Returns how many there were.</summary>
    public static Task<int> DeleteAsync(DataConnection connection, ObjectScope scope, Condition? filter)
    {
        var sql = new QuerySql(connection.Dialect.Json);
        return connection.ExecuteAsync($"delete from objects {sql.Where(scope, filter)}", sql.Parameters);
    }

    /// <summary>Whether fields that are not of an object fulfil a condition.</summary>
    public static async Task<bool> MatchesAsync(DataConnection connection, JsonObject fields, Condition filter)
    {
        var sql = new QuerySql(connection.Dialect.Json);
        sql.Parameters.Add("fields", fields.ToJsonString());
        return await connection.FindAsync<long>(
            $"select count(*) from (select {connection.Dialect.Json.Json("@fields")} as fields) as candidate where {sql.Matches(filter)}", sql.Parameters) == 1;
    }

    /// <summary>An object of any user.</summary>
    public static async Task<JsonObject?> FindOfAnyUserAsync(DataConnection connection, string model, string id) =>
        await connection.FindAsync<string>(
            "select fields from objects where model = @model and id = @id and user_id is not null", new { model, id }) is { } fields
            ? JsonNode.Parse(fields)!.AsObject()
            : null;
}
