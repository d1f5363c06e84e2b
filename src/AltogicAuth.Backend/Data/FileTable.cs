using System.Text.Json.Nodes;

namespace AltogicAuth.Backend.Data;

internal static class FileTable
{
    public const string Schema = """
        create table if not exists files (
            id text primary key,
            bucket_id text not null,
            name text not null,
            user_id text,
            fields text not null,
            content blob not null,
            unique (bucket_id, name))
        """;

    private const string Select = "select id, bucket_id as BucketId, name, user_id as UserId, fields from files";

    // Private files of other users do not exist for a user.
    private const string IsVisible = "(user_id = @userId or fields ->> 'isPublic')";

    public static async Task<FileRecord?> FindAsync(DataConnection connection, string id) =>
        (await connection.FindAsync<Row>($"{Select} where id = @id", new { id }))?.ToRecord();

    public static async Task<FileRecord?> FindVisibleAsync(DataConnection connection, string bucketId, string nameOrId, string userId) =>
        (await connection.FindAsync<Row>(
            $"{Select} where bucket_id = @bucketId and (id = @nameOrId or name = @nameOrId) and {IsVisible} order by id = @nameOrId desc",
            new { bucketId, nameOrId, userId }))?.ToRecord();

    public static Task<IReadOnlyList<FileRecord>> VisibleInBucketAsync(DataConnection connection, string bucketId, string userId) =>
        ManyAsync(connection, $"where bucket_id = @bucketId and {IsVisible} order by rowid", new { bucketId, userId });

    /// <summary>The user's own files, and the public ones in buckets that are public or the user's.</summary>
    public static Task<IReadOnlyList<FileRecord>> VisibleToAsync(DataConnection connection, string userId, string rootId) => ManyAsync(
        connection,
        $"""
        where user_id = @userId
            or fields ->> 'isPublic' and (bucket_id = @rootId or bucket_id in (select id from buckets where {BucketTable.IsOpen}))
        order by rowid
        """,
        new { userId, rootId });

    public static Task<IReadOnlyList<FileRecord>> OfUserInBucketAsync(DataConnection connection, string bucketId, string userId) =>
        ManyAsync(connection, "where bucket_id = @bucketId and user_id = @userId", new { bucketId, userId });

    public static Task<byte[]?> ContentAsync(DataConnection connection, string id) =>
        connection.FindAsync<byte[]>("select content from files where id = @id", new { id });

    public static async Task<bool> ExistsAsync(DataConnection connection, string bucketId, string name) =>
        await connection.FindAsync<long>("select count(*) from files where bucket_id = @bucketId and name = @name", new { bucketId, name }) > 0;

    public static async Task<bool> HasFilesOfOthersAsync(DataConnection connection, string bucketId, string userId) =>
        await connection.FindAsync<long>(
            "select count(*) from files where bucket_id = @bucketId and (user_id is null or user_id <> @userId)", new { bucketId, userId }) > 0;

    public static Task InsertAsync(DataConnection connection, FileRecord file, byte[] content) => connection.ExecuteAsync(
        "insert into files values (@Id, @BucketId, @Name, @UserId, @fields, @content)",
        new { file.Id, file.BucketId, file.Name, file.UserId, fields = file.Fields.ToJsonString(), content });

    public static Task UpdateAsync(DataConnection connection, string id, JsonObject fields) => connection.ExecuteAsync(
        "update files set bucket_id = @bucketId, name = @name, fields = @fields where id = @id",
        new { id, bucketId = (string)fields["bucketId"]!, name = (string)fields["fileName"]!, fields = fields.ToJsonString() });

    public static Task UpdateContentAsync(DataConnection connection, string id, byte[] content) =>
        connection.ExecuteAsync("update files set content = @content where id = @id", new { id, content });

    public static Task DeleteAsync(DataConnection connection, string id) => connection.ExecuteAsync("delete from files where id = @id", new { id });

    public static Task DeleteInBucketAsync(DataConnection connection, string bucketId) =>
        connection.ExecuteAsync("delete from files where bucket_id = @bucketId", new { bucketId });

    private static async Task<IReadOnlyList<FileRecord>> ManyAsync(DataConnection connection, string where, object parameters) =>
        [.. (await connection.QueryAsync<Row>($"{Select} {where}", parameters)).Select(row => row.ToRecord())];

    private sealed record Row(string Id, string BucketId, string Name, string? UserId, string Fields)
    {
        public FileRecord ToRecord()
        {
            var fields = JsonNode.Parse(Fields)!.AsObject();
            return new FileRecord(Id, BucketId, Name, UserId, (bool)fields["isPublic"]!, fields);
        }
    }
}
