using System.Text.Json.Nodes;

namespace AltogicAuth.Backend.Data;

internal static class FileTable
{
    private const string Select = "select id, bucket_id as BucketId, name, user_id as UserId, is_public as IsPublic, content_id as ContentId, fields from files";

    // Private files of other users do not exist for a user.
    private const string IsVisible = "(user_id = @userId or is_public)";

    public static async Task<FileRecord?> FindAsync(DataConnection connection, string id) =>
        (await connection.FindAsync<Row>($"{Select} where id = @id", new { id }))?.ToRecord();

    /// <summary>The file as long as the transaction runs: no other one changes it meanwhile.</summary>
    public static async Task<FileRecord?> LockAsync(DataConnection connection, string id) =>
        (await connection.FindAsync<Row>($"{Select} where id = @id{connection.Dialect.ForUpdate("files")}", new { id }))?.ToRecord();

    public static async Task<FileRecord?> FindVisibleAsync(DataConnection connection, string bucketId, string nameOrId, string userId) =>
        (await connection.FindAsync<Row>(
            $"{Select} where bucket_id = @bucketId and (id = @nameOrId or name = @nameOrId) and {IsVisible} order by id = @nameOrId desc",
            new { bucketId, nameOrId, userId }))?.ToRecord();

    public static async Task<IReadOnlyList<FileRecord>> OfUserAsync(DataConnection connection, string userId) =>
        [.. (await connection.QueryAsync<Row>($"{Select} where user_id = @userId order by number", new { userId })).Select(row => row.ToRecord())];

    public static async Task<IReadOnlyList<FileRecord>> OfUserInBucketAsync(DataConnection connection, string bucketId, string userId) =>
    [
        .. (await connection.QueryAsync<Row>(
            $"{Select} where user_id = @userId and bucket_id = @bucketId order by number", new { bucketId, userId })).Select(row => row.ToRecord()),
    ];

    /// <summary>The contents of files, in the order of their ids. An empty file has none.</summary>
    public static Task<IReadOnlyList<string>> ContentIdsAsync(DataConnection connection, string after, string? upTo = null) => connection.QueryAsync<string>(
        $"select content_id from files where content_id > @after {(upTo is null ? "" : "and content_id <= @upTo")} and size > 0 order by content_id",
        new { after, upTo });

    public static Task<long> BytesOfUserAsync(DataConnection connection, string userId) =>
        connection.FindAsync<long>("select cast(coalesce(sum(size), 0) as bigint) from files where user_id = @userId", new { userId });

    public static Task<long> BytesAsync(DataConnection connection) =>
        connection.FindAsync<long>("select cast(coalesce(sum(size), 0) as bigint) from files");

    public static Task<long> CountOfUserAsync(DataConnection connection, string userId) =>
        connection.FindAsync<long>("select count(*) from files where user_id = @userId", new { userId });

    public static async Task<bool> ExistsAsync(DataConnection connection, string bucketId, string name) =>
        await connection.FindAsync<long>("select count(*) from files where bucket_id = @bucketId and name = @name", new { bucketId, name }) > 0;

    public static async Task<bool> HasFilesOfOthersAsync(DataConnection connection, string bucketId, string userId) =>
        await connection.FindAsync<string>(
            "select id from files where bucket_id = @bucketId and (user_id is null or user_id <> @userId) limit 1", new { bucketId, userId }) is not null;

    /// <exception cref="DuplicateKeyException">The bucket has a file of this name.</exception>
    /// <exception cref="MissingReferenceException">The bucket or the user is gone.</exception>
    public static Task InsertAsync(DataConnection connection, FileRecord file) => connection.ExecuteAsync(
        """
        insert into files (id, bucket_id, name, user_id, is_public, content_id, size, fields)
        values (@Id, @BucketId, @Name, @UserId, @IsPublic, @ContentId, @Size, @fields)
        """,
        new { file.Id, file.BucketId, file.Name, file.UserId, file.IsPublic, file.ContentId, file.Size, fields = connection.Json(file.Fields) });

    /// <exception cref="DuplicateKeyException">The bucket has a file of this name.</exception>
    /// <exception cref="MissingReferenceException">The bucket is gone.</exception>
    public static Task UpdateAsync(DataConnection connection, string id, JsonObject fields) => connection.ExecuteAsync(
        "update files set bucket_id = @bucketId, name = @name, is_public = @isPublic, fields = @fields where id = @id",
        new
        {
            id,
            bucketId = (string)fields["bucketId"]!,
            name = (string)fields["fileName"]!,
            isPublic = (bool)fields["isPublic"]!,
            fields = connection.Json(fields),
        });

    public static Task UpdateContentAsync(DataConnection connection, string id, string contentId, long size) =>
        connection.ExecuteAsync("update files set content_id = @contentId, size = @size where id = @id", new { id, contentId, size });

    public static Task DeleteAsync(DataConnection connection, string id) => connection.ExecuteAsync("delete from files where id = @id", new { id });

    private sealed class Row
    {
        public required string Id { get; init; }

        public required string BucketId { get; init; }

        public required string Name { get; init; }

        public string? UserId { get; init; }

        public bool IsPublic { get; init; }

        public required string ContentId { get; init; }

        public required string Fields { get; init; }

        public FileRecord ToRecord() => new(Id, BucketId, Name, UserId, IsPublic, ContentId, JsonNode.Parse(Fields)!.AsObject());
    }
}
