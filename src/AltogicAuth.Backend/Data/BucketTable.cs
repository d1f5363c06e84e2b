using System.Text.Json.Nodes;

namespace AltogicAuth.Backend.Data;

internal static class BucketTable
{
    private const string Select = "select id, name, is_public as IsPublic, user_id as UserId, fields from buckets";

    // A user who has files in a bucket reaches them also when its owner has made it private.
    private const string HasFiles = "exists (select 1 from files where files.bucket_id = buckets.id and files.user_id = @userId)";

    public static async Task<BucketRecord?> FindAsync(DataConnection connection, string id) =>
        (await connection.FindAsync<Row>($"{Select} where id = @id{connection.Dialect.ForUpdate("buckets")}", new { id }))?.ToRecord();

    /// <summary>Waits for uploads into a bucket. Later ones wait, and find it gone.</summary>
    public static Task LockForDeleteAsync(DataConnection connection, string id) =>
        connection.FindAsync<string>($"select id from buckets where id = @id{connection.Dialect.ForDelete("buckets")}", new { id });

    /// <summary>Null when there is none that the user may see.</summary>
    public static async Task<BucketRecord?> FindVisibleAsync(DataConnection connection, string nameOrId, string userId) =>
        (await connection.FindAsync<Row>(
            $"{Select} where (name = @nameOrId or id = @nameOrId) and (is_public or user_id = @userId or {HasFiles}) order by id = @nameOrId desc",
            new { nameOrId, userId }))?.ToRecord();

    /// <summary>The root bucket, the user's own, and those with files of the user. Other public ones are found by name, and not listed.</summary>
    public static async Task<IReadOnlyList<BucketRecord>> ListedForAsync(DataConnection connection, string userId, string rootId) =>
    [
        .. (await connection.QueryAsync<Row>(
            $"""
            {Select} where id = @rootId
            union {Select} where user_id = @userId
            union {Select} where id in (select bucket_id from files where user_id = @userId)
            order by 2
            """,
            new { userId, rootId })).Select(row => row.ToRecord()).OrderBy(bucket => !bucket.IsRoot),
    ];

    /// <summary>False when the name is taken.</summary>
    public static async Task<bool> TryInsertAsync(DataConnection connection, BucketRecord bucket) => await connection.ExecuteAsync(
        "insert into buckets (id, name, is_public, user_id, fields) values (@Id, @Name, @IsPublic, @UserId, @fields) on conflict do nothing",
        new { bucket.Id, bucket.Name, bucket.IsPublic, bucket.UserId, fields = connection.Json(bucket.Fields) }) == 1;

    /// <exception cref="DuplicateKeyException">The name is taken.</exception>
    public static Task UpdateAsync(DataConnection connection, string id, JsonObject fields) => connection.ExecuteAsync(
        "update buckets set name = @name, is_public = @isPublic, fields = @fields where id = @id",
        new { id, name = (string)fields["name"]!, isPublic = (bool)fields["isPublic"]!, fields = connection.Json(fields) });

    /// <summary>Deletes its files as well.</summary>
    public static Task DeleteAsync(DataConnection connection, string id) => connection.ExecuteAsync("delete from buckets where id = @id", new { id });

    private sealed class Row
    {
        public required string Id { get; init; }

        public required string Name { get; init; }

        public bool IsPublic { get; init; }

        public string? UserId { get; init; }

        public required string Fields { get; init; }

        public BucketRecord ToRecord() => new(Id, Name, IsPublic, UserId, JsonNode.Parse(Fields)!.AsObject());
    }
}
