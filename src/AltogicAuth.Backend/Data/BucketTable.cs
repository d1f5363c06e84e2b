using System.Text.Json.Nodes;

namespace AltogicAuth.Backend.Data;

internal static class BucketTable
{
    public const string Schema = """
        create table if not exists buckets (
            id text primary key,
            name text not null unique,
            fields text not null)
        """;

    /// <summary>Whether a bucket takes files of a user.</summary>
    public const string IsOpen = "(fields ->> 'isPublic' or fields ->> 'userId' = @userId)";

    // A user who has files in a bucket reaches them also when its owner has made it private.
    private const string IsVisible = $"({IsOpen} or exists (select 1 from files where bucket_id = buckets.id and user_id = @userId))";

    private const string Select = "select id, name, fields from buckets";

    public static async Task<BucketRecord?> FindAsync(DataConnection connection, string id) =>
        (await connection.FindAsync<Row>($"{Select} where id = @id", new { id }))?.ToRecord();

    /// <summary>Null when there is none that the user may see.</summary>
    public static async Task<BucketRecord?> FindVisibleAsync(DataConnection connection, string nameOrId, string userId) =>
        (await connection.FindAsync<Row>(
            $"{Select} where (name = @nameOrId or id = @nameOrId) and {IsVisible} order by id = @nameOrId desc", new { nameOrId, userId }))?.ToRecord();

    public static async Task<IReadOnlyList<BucketRecord>> VisibleToAsync(DataConnection connection, string userId) =>
        [.. (await connection.QueryAsync<Row>($"{Select} where {IsVisible} order by name", new { userId })).Select(row => row.ToRecord())];

    /// <summary>False when the name is taken.</summary>
    public static async Task<bool> TryInsertAsync(DataConnection connection, BucketRecord bucket) => await connection.ExecuteAsync(
        "insert into buckets values (@Id, @Name, @fields) on conflict do nothing", new { bucket.Id, bucket.Name, fields = bucket.Fields.ToJsonString() }) == 1;

    public static Task UpdateAsync(DataConnection connection, string id, JsonObject fields) => connection.ExecuteAsync(
        "update buckets set name = @name, fields = @fields where id = @id", new { id, name = (string)fields["name"]!, fields = fields.ToJsonString() });

    public static Task DeleteAsync(DataConnection connection, string id) => connection.ExecuteAsync("delete from buckets where id = @id", new { id });

    private sealed record Row(string Id, string Name, string Fields)
    {
        public BucketRecord ToRecord()
        {
            var fields = JsonNode.Parse(Fields)!.AsObject();
            return new BucketRecord(Id, Name, (bool)fields["isPublic"]!, fields);
        }
    }
}
